"""The raw deliveries: kept at the door, claimed once, settled with a reason, read again."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Func, IntegerField
from django.db.transaction import on_commit
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.doorbell import ring
from lifelong.channels.models import Block, Connection, Delivery, DeliveryState, Endpoint
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.sealing import seal, seal_json
from lifelong.lib.statements import Statement, among
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish

#: connector and handle
Key = tuple[str, str]

#: who looks after parked and quarantined deliveries
KEEPERS = ("role:admin", "role:auditor")
#: where a delivery waits for one of them
ASIDE = {DeliveryState.PARKED, DeliveryState.QUARANTINED, DeliveryState.BLOCKED}


#: puts as many as there are
KEEP = (
    "INSERT INTO channels_delivery (id, connector, endpoint_id, connection_id, received_at, body,"
    " envelope, state, reason, tries, let_in)"
    " SELECT kept.*, %s::text, '', 0, false"
    " FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::timestamptz[], %s::bytea[],"
    " %s::bytea[]) AS kept"
)


class NothingToReplay(Refused):
    code = "nothing-to-replay"


class NoReason(Refused):
    code = "no-reason"
    status = 422


def keep(
    connector: str,
    *,
    body: bytes,
    envelope: dict[str, Any],
    at: Endpoint | Connection | None = None,
) -> Delivery:
    """Commit what came in for `connector`, unread. When this returns, it can no longer be lost.

    `at`: the door that it came in by, where that is known before it is read.
    """
    delivery = arrived(connector, body=body, envelope=envelope, at=at)
    with connection.cursor() as cursor:
        # one statement, so one round trip and one commit
        cursor.execute(KEEP, as_kept([delivery]))
    delivery._state.adding = False
    # it is kept, whatever becomes of the word
    on_commit(ring, robust=True)
    return delivery


def arrived(
    connector: str,
    *,
    body: bytes,
    envelope: dict[str, Any],
    at: Endpoint | Connection | None = None,
) -> Delivery:
    """What came in just now, not kept yet."""
    return Delivery(
        connector=connector,
        body=body,
        envelope=envelope,
        received_at=clock.now(),
        endpoint=at if isinstance(at, Endpoint) else None,
        connection=at if isinstance(at, Connection) else None,
    )


def as_kept(deliveries: Sequence[Delivery]) -> list[Any]:
    """What `KEEP` asks for, sealed: these deliveries, unread."""
    return [
        DeliveryState.UNPROCESSED.value,
        [one.id for one in deliveries],
        [one.connector for one in deliveries],
        [one.endpoint_id for one in deliveries],
        [one.connection_id for one in deliveries],
        [one.received_at for one in deliveries],
        [seal(one.body) for one in deliveries],
        [seal_json(one.envelope) for one in deliveries],
    ]


def claim(limit: int, *, most_bytes: int) -> list[UUID]:
    """Unread deliveries, oldest first, locked until the transaction ends; others skip them.

    Their bodies together have at most `most_bytes`, unless the first alone has more.
    """
    rows = (
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(state=DeliveryState.UNPROCESSED)
        .order_by("received_at")
        .annotate(size=Func("body", function="octet_length", output_field=IntegerField()))
        .values_list("id", "size")[:limit]
    )
    claimed: list[UUID] = []
    for delivery_id, size in rows:
        most_bytes -= size
        if claimed and most_bytes < 0:
            break
        claimed.append(delivery_id)
    return claimed


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery."""

    delivery_id: UUID
    state: DeliveryState
    #: a sentence without personal data
    reason: str = ""
    endpoint: Endpoint | None = None
    #: sender, subject and first words, while it is in quarantine or blocked
    summary: dict[str, str] | None = None


def settle(
    delivery: Delivery, state: DeliveryState, *, reason: str = "", endpoint: Endpoint | None = None
) -> None:
    """Say what became of a delivery."""
    settle_all([Outcome(delivery.id, state, reason, endpoint)])


def settle_all(outcomes: Sequence[Outcome]) -> None:
    """The same for many, in one statement."""
    with transaction(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE channels_delivery AS old SET state = new.state, reason = new.reason,"
            " endpoint_id = coalesce(new.endpoint_id, old.endpoint_id), summary = new.summary,"
            " tries = old.tries + 1, settled_at = %s"
            " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::bytea[])"
            " AS new(id, state, reason, endpoint_id, summary) WHERE old.id = new.id",
            [
                clock.now(),
                [one.delivery_id for one in outcomes],
                [one.state.value for one in outcomes],
                [one.reason[:300] for one in outcomes],
                [one.endpoint.id if one.endpoint else None for one in outcomes],
                [seal_json(one.summary) if one.summary else None for one in outcomes],
            ],
        )
        for state in {one.state for one in outcomes} & ASIDE:
            publish(f"intake/{state}", audience=KEEPERS)


def replay(delivery: Delivery) -> None:
    """Have a parked delivery read again."""
    _read_again(delivery.id, DeliveryState.PARKED, let_in=delivery.let_in)


def put_away(delivery: Delivery, *, why: str, by: Agent | None) -> None:
    """Nothing is to be done about this parked delivery. It stays as it came, and counts no more."""
    if not why.strip():
        raise NoReason(_("Say why nothing is to be done."))
    _move(
        delivery.id,
        DeliveryState.PARKED,
        to=DeliveryState.PUT_AWAY,
        put_away_why=why.strip()[:300],
        put_away_by=by,
        put_away_at=clock.now(),
    )


def park_again(delivery: Delivery) -> None:
    """Something is to be done about it after all."""
    _move(
        delivery.id,
        DeliveryState.PUT_AWAY,
        to=DeliveryState.PARKED,
        put_away_why="",
        put_away_by=None,
        put_away_at=None,
    )


def _move(delivery_id: UUID, state: DeliveryState, *, to: DeliveryState, **said: Any) -> None:
    with transaction():
        if not Delivery.objects.filter(pk=delivery_id, state=state).update(state=to, **said):
            raise NothingToReplay(_("It has been dealt with already."))
        publish(f"intake/{DeliveryState.PARKED}", audience=KEEPERS)


def let_in(delivery: Delivery) -> None:
    """Have a quarantined delivery read again, this time without suspicion."""
    _read_again(delivery.id, DeliveryState.QUARANTINED, let_in=True)


def _read_again(delivery_id: UUID, state: DeliveryState, *, let_in: bool) -> None:
    with transaction():
        changed = Delivery.objects.filter(pk=delivery_id, state=state).update(
            state=DeliveryState.UNPROCESSED, let_in=let_in, tries=0
        )
        if not changed:
            raise NothingToReplay(_("It has been dealt with already."))
        publish(f"intake/{state}", audience=KEEPERS)


def block(delivery: Delivery, *, handles: Sequence[str], by: Agent | None) -> None:
    """Refuse this quarantined delivery and whatever its sender sends from now on."""
    with transaction():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if delivery.state != DeliveryState.QUARANTINED:
            raise NothingToReplay(_("It has been dealt with already."))
        Block.objects.bulk_create(
            [
                Block(
                    connector=delivery.connector,
                    digest=digest_of(handle),
                    made_at=clock.now(),
                    made_by=by,
                )
                for handle in handles
            ],
            ignore_conflicts=True,
        )
        words = _("Its sender was blocked.")
        outcome = Outcome(delivery.id, DeliveryState.BLOCKED, words, summary=delivery.summary)
        settle_all([outcome])
        publish(f"intake/{DeliveryState.QUARANTINED}", audience=KEEPERS)


def unblock(delivery: Delivery) -> int:
    """Let the sender of this blocked delivery write again. What was blocked of theirs goes back
    to quarantine, to be decided anew; answers how many deliveries that were."""
    sender = sender_of(delivery)
    with transaction():
        theirs = [
            one.id
            for one in Delivery.objects.select_for_update()
            .filter(state=DeliveryState.BLOCKED, connector=delivery.connector)
            .only("summary", "connector")
            .order_by("id")
            if one.id == delivery.id or (sender and sender_of(one) == sender)
        ]
        if delivery.id not in theirs:
            raise NothingToReplay(_("It has been dealt with already."))
        Block.objects.filter(connector=delivery.connector, digest=digest_of(sender)).delete()
        Delivery.objects.filter(pk__in=theirs).update(
            state=DeliveryState.QUARANTINED, reason=_("Its sender was blocked, and no longer is.")
        )
        for state in (DeliveryState.BLOCKED, DeliveryState.QUARANTINED):
            publish(f"intake/{state}", audience=KEEPERS)
        return len(theirs)


def sender_of(delivery: Delivery) -> str:
    """Whose it is, in lower case, as its summary says; "" when it has none."""
    return str((delivery.summary or {}).get("sender") or "").lower()


def digest_of(handle: str) -> str:
    return hashlib.sha256(handle.lower().encode()).hexdigest()


def blocked(handles: Collection[Key]) -> set[Key]:
    """Which of these (connector, handle) an admin has blocked."""
    digests = {key: digest_of(key[1]) for key in handles}
    found = set(_BLOCKED.tuples(digests=list(digests.values())))
    return {key for key, digest in digests.items() if (key[0], digest) in found}


_BLOCKED = Statement(
    lambda: Block.objects.filter(among("digest", "digests")).values_list("connector", "digest")
)
