"""From handles to their people: found, or made once, also when fifty ask at the same moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from lifelong.customers.models import Customer, Handle
from lifelong.lib import clock, ids
from lifelong.lib.statements import Statement, among, slot
from lifelong.lib.transactions import transaction

#: kind and value
Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """That somebody writes under a handle: whence we have it, and what proves it, if anything."""

    kind: str
    value: str
    name: str = ""
    how: str
    proof: str | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.value


def recognise(
    *, kind: str, value: str, name: str = "", how: str, proof: str | None = None
) -> Handle:
    """The handle with its customer loaded. Notes `proof` and a name where we had none."""
    claim = Claim(kind=kind, value=value, name=name, how=how, proof=proof)
    return recognise_all([claim])[claim.key]


def recognise_all(claims: Iterable[Claim]) -> dict[Key, Handle]:
    """The same for many, in a handful of statements."""
    with transaction():
        claimed = list(claims)
        handles = find_all({claim.key for claim in claimed})
        missing = {claim.key: claim for claim in reversed(claimed) if claim.key not in handles}
        if missing:
            handles |= _make_all(missing)
        for claim in claimed:
            note(claim, handles[claim.key])
        return handles


def find_all(keys: Collection[Key]) -> dict[Key, Handle]:
    """The handles that are known, with their customers loaded."""
    values: dict[str, list[str]] = {}
    for kind, value in keys:
        values.setdefault(kind, []).append(value)
    return {
        (handle.kind, handle.value): handle
        for kind, wanted in values.items()
        for handle in _KNOWN.rows(kind=kind, values=wanted)
    }


_KNOWN = Statement(
    lambda: Handle.objects.filter(among("value", "values"), kind=slot("kind")).select_related(
        "customer"
    )
)


def _make_all(missing: dict[Key, Claim]) -> dict[Key, Handle]:
    """Make those that are free, with their customers; find those that are just being taken."""
    made: dict[Key, Handle] = {}
    for key in sorted(missing):  # in one order everywhere, so that two of us cannot block
        claim = missing[key]
        customer = Customer(name=claim.name[:200], made_at=clock.now())
        made[key] = _handle(customer, claim)
    free = _insert(list(made.values()))
    # a handle's foreign key is checked at the commit, so its customer may follow
    Customer.objects.bulk_create(made[key].customer for key in free)
    for key in free:
        made[key]._state.adding = False  # Django has not seen the insert
    taken = find_all([key for key in made if key not in free])
    return {key: made[key] for key in free} | taken


def _insert(handles: list[Handle]) -> set[Key]:
    """Which of them were free. Waits for another transaction that is just taking one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_handle"
            " (id, customer_id, kind, value, claimed_how, claimed_at, shared)"
            " SELECT *, false FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[],"
            " %s::text[], %s::timestamptz[])"
            " ON CONFLICT (kind, value) DO NOTHING RETURNING kind, value",
            [
                [handle.id for handle in handles],
                [handle.customer.id for handle in handles],
                [handle.kind for handle in handles],
                [handle.value for handle in handles],
                [handle.claimed_how for handle in handles],
                [handle.claimed_at for handle in handles],
            ],
        )
        return {(kind, value) for kind, value in cursor.fetchall()}


def hold_if_free(customer: Customer, claim: Claim) -> Handle:
    """The handle with its holder loaded: `customer` if nobody held it until now."""
    if claim.key not in (known := find_all([claim.key])):
        made = _handle(customer, claim)
        if _insert([made]):
            return find_all([claim.key])[claim.key]
        known = find_all([claim.key])
    return known[claim.key]


def _handle(customer: Customer, claim: Claim) -> Handle:
    return Handle(
        id=ids.new_id(),
        customer=customer,
        kind=claim.kind,
        value=claim.value,
        claimed_how=claim.how,
        claimed_at=clock.now(),
    )


def note(claim: Claim, handle: Handle) -> None:
    """What a claim tells of a handle that is its claimant's: a proof, a name."""
    if claim.proof and handle.proved_at is None:
        handle.proved_how, handle.proved_at = claim.proof, clock.now()
        handle.save(update_fields=["proved_how", "proved_at"])
    note_name(claim.name, handle.customer)


def note_name(name: str, customer: Customer) -> None:
    """Where we had none."""
    if name and not customer.name:
        customer.name = name[:200]
        customer.save(update_fields=["name"])
