"""What people show of themselves beyond the handle they write from.

`attribute`: a record of a shop names somebody. `claim`: a customer says that a handle is theirs.
`prove`, `identify`: it was shown. Only what is proved on both sides joins two customers by
itself; all else becomes evidence for a suggestion. Values are normalised, as in `Handle`.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from lifelong.customers.actions.recognising import (
    Claim,
    Key,
    find_all,
    hold_if_free,
    note,
    recognise,
)
from lifelong.customers.events import HandleContested, ShownToBeOne
from lifelong.customers.models import Customer, Handle, HandleClaim, HandleKind, Joining, NotTheSame
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: which of a record's handles says best whom it is about
_ORDER = (HandleKind.STORE, HandleKind.EMAIL, HandleKind.PHONE)


def attribute(claims: Sequence[Claim]) -> Customer:
    """The customer whom an unproved record is about: a checkout, an import, a store's customer.

    Who holds its store id, else its mail address, else its phone; where nobody is known, one is
    made by the first of these. The other handles are claimed for them. At least one claim.
    """
    with transaction():
        ordered = sorted(claims, key=lambda one: _rank(one.kind))
        known = find_all({one.key for one in ordered})
        first = next((one for one in ordered if one.key in known), _to_make(ordered))
        customer = recognise(
            kind=first.kind, value=first.value, name=first.name, how=first.how
        ).customer
        for one in ordered:
            if one is not first:
                claim(customer, kind=one.kind, value=one.value, how=one.how)
        return customer


def _rank(kind: str) -> int:
    return _ORDER.index(HandleKind(kind)) if kind in _ORDER else len(_ORDER)


def _to_make(ordered: Sequence[Claim]) -> Claim:
    """A new customer goes by an address that they write from, rather than by a store id."""
    return next((one for one in ordered if one.kind != HandleKind.STORE), ordered[0])


def claim(customer: Customer, *, kind: str, value: str, how: str) -> None:
    """`customer` says, unproved, that a handle is theirs.

    They do not come to hold it (a store id excepted, from which nobody writes): its messages go
    on to whoever writes from it, and if that is somebody else, the two are suggested to heroes.
    """
    claim_all([(customer, Claim(kind=kind, value=value, how=how))])


def claim_all(claims: Sequence[tuple[Customer, Claim]]) -> None:
    """The same for many, in a handful of statements."""
    if not claims:
        return
    with transaction():
        known = find_all({one.key for _customer, one in claims})
        kept: dict[tuple[UUID, Key], HandleClaim] = {}
        for customer, one in claims:
            held = known.get(one.key)
            if held is None and one.kind == HandleKind.STORE:
                held = known[one.key] = hold_if_free(customer, one)
            if held is not None and _same_person(held.customer, customer):
                continue
            kept[customer.id, one.key] = _claim_row(customer, one)
            if held is not None and not held.shared:
                record(HandleContested(customer_id=customer.id, other_id=held.customer_id))
        _keep([kept[key] for key in sorted(kept)])


def prove(customer: Customer, *, kind: str, value: str, how: str) -> None:
    """`customer` has shown that a handle is theirs: a one-time code, a token that we signed.

    A free one is theirs now. Of one that somebody else holds see `identify`.
    """
    with transaction():
        _prove(customer, Claim(kind=kind, value=value, how=how, proof=how), at_once=[])


def identify(claims: Sequence[Claim]) -> Customer:
    """Handles that were shown, all at once, to be one person's: a signed identity.

    Every claim carries its `proof`. The answer is their customer: who holds the first of them
    that is known, else a new one, who holds them all. A handle of another customer joins the two
    (soon: a reaction does it) if that one had proved it too, or is known by nothing else that was
    proved; if not, whoever has proved it holds it now and the two are suggested. Shared
    handles join nobody, and pairs that a hero has parted or told apart are only suggested.
    """
    with transaction():
        known = find_all({one.key for one in claims})
        own = [one for one in claims if one.key in known and not known[one.key].shared]
        # in one order everywhere, so that two tokens shown at once cannot block each other
        ordered = sorted(claims, key=lambda one: one.key)
        first = (own or [one for one in ordered if one.key not in known] or ordered)[0]
        customer = recognise(
            kind=first.kind, value=first.value, name=first.name, how=first.how, proof=first.proof
        ).customer
        at_once = [one.key for one in claims]
        for one in ordered:
            if one is not first:
                _prove(customer, one, at_once=at_once)
        return customer


def _prove(customer: Customer, shown: Claim, *, at_once: Sequence[Key]) -> None:
    handle = hold_if_free(customer, shown)
    other = handle.customer
    if _same_person(other, customer):
        note(shown, handle)
        return
    if handle.shared:
        return
    if not handle.is_proved and _is_proved_otherwise(other, at_once):
        _hand_over(handle, customer, shown)
        record(HandleContested(customer_id=customer.id, other_id=other.id))
        return
    _keep([_claim_row(customer, shown)])
    if may_join_by_itself(customer, other):
        note(shown, handle)
        record(ShownToBeOne(customer_id=customer.id, other_id=other.id))
    else:
        record(HandleContested(customer_id=customer.id, other_id=other.id))


def _is_proved_otherwise(customer: Customer, at_once: Sequence[Key]) -> bool:
    """Something was proved about them that was not shown just now: perhaps somebody else."""
    proved = Handle.objects.filter(customer=customer, proved_at__isnull=False)
    return any((one.kind, one.value) not in at_once for one in proved)


def _hand_over(handle: Handle, to: Customer, shown: Claim) -> None:
    """Proof is more than a claim: the handle's messages go to who has proved it."""
    given = Claim(kind=handle.kind, value=handle.value, how=handle.claimed_how)
    _keep([_claim_row(handle.customer, given)])
    handle.customer, handle.claimed_how, handle.claimed_at = to, shown.how, clock.now()
    handle.proved_how, handle.proved_at = shown.proof, clock.now()
    handle.save()


def may_join_by_itself(one: Customer, other: Customer) -> bool:
    """No hero has parted these two, or told them apart."""
    pair = Q(one=one, other=other) | Q(one=other, other=one)
    parted = Joining.objects.filter(pair, parted_by__isnull=False)
    return not (parted.exists() or NotTheSame.objects.filter(pair).exists())


def _claim_row(customer: Customer, said: Claim) -> HandleClaim:
    return HandleClaim(
        customer=customer,
        kind=said.kind,
        value=said.value[:320],
        how=said.how,
        proof=said.proof,
        at=clock.now(),
    )


def _keep(rows: list[HandleClaim]) -> None:
    """Once for each customer and handle: a proof replaces what was only said."""
    for proved in (False, True):
        HandleClaim.objects.bulk_create(
            [row for row in rows if (row.proof is not None) == proved],
            update_conflicts=True,
            unique_fields=["customer", "kind", "value"],
            update_fields=["how", "at", "proof"] if proved else ["at"],
        )


def _same_person(one: Customer, other: Customer) -> bool:
    return one.person_id == other.person_id
