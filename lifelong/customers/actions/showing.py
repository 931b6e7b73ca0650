"""What people show of themselves beyond the handle they write from.

`attribute`: a record of a shop names somebody. `claim`: a customer says that a handle is theirs.
`prove`, `identify`: it was shown. Only what is proved on both sides joins two customers by
itself; all else becomes evidence for a suggestion. Values are normalised, as in `Handle`.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.customers.actions.recognising import (
    Claim,
    Key,
    find_all,
    hold_if_free,
    note,
    note_name,
    recognise,
)
from lifelong.customers.events import HandleContested, ShownToBeOne
from lifelong.customers.models import Customer, Handle, HandleClaim, HandleKind, Joining, NotTheSame
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: which of a record's handles says best whom it is about
_ORDER = (HandleKind.STORE, HandleKind.EMAIL, HandleKind.PHONE)
#: which of what was shown at once names a person, the best first; a phone may be a family's
_NAMES = (HandleKind.STORE, HandleKind.VISITOR, HandleKind.EMAIL)


def attribute(claims: Sequence[Claim]) -> Customer | None:
    """The customer whom an unproved record is about: a checkout, an import, a store's customer.

    Who holds its store id, or where nobody does, the one person of whom records said it; else who
    holds its mail address and phone. Where nobody is known, one is made by the mail address, else
    the phone, else the store id. The rest is claimed for them, the store id too: who typed
    somebody else's address does not become them by signing in at the shop. None where it points
    at several people, or where all that it says is shared: shared handles point at nobody.
    """
    with transaction():
        known = find_all({one.key for one in claims})
        alone = [one for one in claims if one.key not in known or not known[one.key].shared]
        ordered = sorted(alone, key=lambda one: _rank(one.kind))
        people = _pointed_at(ordered, known)
        if not ordered or len({one.person_id for one in people}) > 1:
            return None
        if people:
            note_name(ordered[0].name, people[0])
        customer = people[0] if people else _known_by(_to_make(ordered)).customer
        claim_all([(customer, one) for one in claims])
        return customer


def _pointed_at(ordered: Sequence[Claim], known: Mapping[Key, Handle]) -> list[Customer]:
    """A store id decides alone, since the store gives it out."""
    first = ordered[0] if ordered else None
    if first and first.kind == HandleKind.STORE:
        held = known.get(first.key)
        if found := [held.customer] if held else _of_whom_it_was_said(first):
            return found
    return [known[one.key].customer for one in ordered if one.key in known]


def _of_whom_it_was_said(store: Claim) -> list[Customer]:
    """Nobody, where it was said of several people."""
    said = HandleClaim.objects.filter(kind=store.kind, value=store.value).order_by("id")
    customers = [one.customer for one in said.select_related("customer")]
    return customers[:1] if len({one.person_id for one in customers}) == 1 else []


def _rank(kind: str) -> int:
    return _ORDER.index(HandleKind(kind)) if kind in _ORDER else len(_ORDER)


def _to_make(ordered: Sequence[Claim]) -> Claim:
    """A new customer goes by an address that they write from, rather than by a store id."""
    return next((one for one in ordered if one.kind != HandleKind.STORE), ordered[0])


def _known_by(one: Claim) -> Handle:
    """With its holder, made if there is none. Nothing is proved by it yet."""
    return recognise(kind=one.kind, value=one.value, name=one.name, how=one.how)


def claim(customer: Customer, *, kind: str, value: str, how: str) -> None:
    """`customer` says, unproved, that a handle is theirs.

    They do not come to hold it: its messages go to whoever writes from it, and if that is
    somebody else, the two are suggested to heroes.
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


def identify(claims: Sequence[Claim], *, guest: Claim | None = None) -> Customer:
    """Handles that were shown, all at once, to be one person's: a signed identity.

    `guest`: the chat that they had until now. Every claim carries its `proof`. The answer is
    their customer: who is known by the store id or the signed visitor, else by the mail address,
    and would not become somebody else by it (`_may_be_theirs`); else a new one. A phone and a
    guest's chat name nobody, since families share them.

    All of it is then proved for that customer. A handle of another customer joins the two (soon:
    a reaction does it) if that one had proved it too, or is known by nothing else that was
    proved; if not, whoever has proved it holds it now and the two are suggested. Shared
    handles join nobody, and pairs that a hero has parted or told apart are only suggested.
    """
    with transaction():
        names = sorted((one for one in claims if one.kind in _NAMES), key=lambda one: one.key)
        beside = sorted((one for one in claims if one not in names), key=lambda one: one.key)
        # in one order everywhere, so that two tokens shown at once cannot block each other
        ordered = [*names, *beside, *([guest] if guest else [])]
        at_once = [one.key for one in ordered]
        customer = _named(names) or _nobody_yet(names)
        note_name(claims[0].name, customer)
        for one in ordered:
            _prove(customer, one, at_once=at_once)
        return customer


def _named(names: Sequence[Claim]) -> Customer | None:
    """Whom we know by one of these."""
    at_once = [one.key for one in names]
    known = find_all(at_once)
    for one in sorted(names, key=lambda one: _NAMES.index(HandleKind(one.kind))):
        if one.key in known and _may_be_theirs(known[one.key], at_once):
            return known[one.key].customer
    return None


def _nobody_yet(names: Sequence[Claim]) -> Customer:
    """A new customer, by the first of these that is free, so that two tokens make one."""
    at_once = [one.key for one in names]
    known = find_all(at_once)
    for one in names:
        # somebody else may take it this very moment
        if one.key not in known and _may_be_theirs(handle := _known_by(one), at_once):
            return handle.customer
    return Customer.objects.create(made_at=clock.now())


def _may_be_theirs(handle: Handle, at_once: Sequence[Key]) -> bool:
    """Whoever shows it now is its holder: it was proved, or nothing else of that person was. Who
    only wrote it down may have lied, so what is proved of them is perhaps somebody else's."""
    if handle.shared:
        return False
    return handle.is_proved or not _is_proved_otherwise(handle.customer, at_once)


def _prove(customer: Customer, shown: Claim, *, at_once: Sequence[Key]) -> None:
    handle = hold_if_free(customer, shown)
    other = handle.customer
    if _same_person(other, customer):
        note(shown, handle)
        return
    if handle.shared:
        return
    if not _may_be_theirs(handle, at_once):
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
    """Something was proved about this person that was not shown just now: perhaps somebody else."""
    proved = Handle.objects.filter(customer__in=_all_of(customer), proved_at__isnull=False)
    return any((one.kind, one.value) not in at_once for one in proved)


def _all_of(customer: Customer) -> QuerySet[Customer]:
    """The customers who are the same person."""
    return Customer.objects.filter(Q(pk=customer.person_id) | Q(lead=customer.person_id))


def _hand_over(handle: Handle, to: Customer, shown: Claim) -> None:
    """Proof is more than a claim: the handle's messages go to who has proved it."""
    given = Claim(kind=handle.kind, value=handle.value, how=handle.claimed_how)
    _keep([_claim_row(handle.customer, given)])
    handle.customer, handle.claimed_how, handle.claimed_at = to, shown.how, clock.now()
    handle.proved_how, handle.proved_at = shown.proof, clock.now()
    handle.save()


def may_join_by_itself(one: Customer, other: Customer) -> bool:
    """No hero has parted these two people or told them apart, any customer of the one from any of
    the other: what was parted does not come together again by way of a third."""
    here, there = _all_of(one), _all_of(other)
    pairs = Q(one__in=here, other__in=there) | Q(one__in=there, other__in=here)
    parted = Joining.objects.filter(pairs, parted_by__isnull=False)
    return not (parted.exists() or NotTheSame.objects.filter(pairs).exists())


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
