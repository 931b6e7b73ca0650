"""Who may be the same person, and what speaks for it. Looked up anew each time, never stored.

Two customers meet where one claims a handle that the other holds or claims too, or where both
have the same full name and hardly anybody else has it. What is shared says nothing, and what a
hero has told apart is suggested no more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from lifelong.customers.actions.recognising import Key
from lifelong.customers.models import Customer, Handle, HandleClaim, NotTheSame
from lifelong.lib.statements import Statement, among, slot

#: so many others may have the same name, or give the same handle, for that to say something
MOST_OTHERS = 3
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Said:
    """That a customer gave a handle: where, and what proved it, if anything."""

    customer_id: UUID
    how: str
    proof: str | None


@dataclass(frozen=True)
class Evidence:
    #: what both gave: a handle, or with kind "name" what both are called
    kind: str
    value: str
    here: Said
    there: Said


@dataclass
class Suggestion:
    """A person who may be this one too. `customer`: who leads them."""

    customer: Customer
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def pairs(self) -> set[tuple[UUID, UUID]]:
        """The customers who meet: on this side, on theirs."""
        return {(one.here.customer_id, one.there.customer_id) for one in self.evidence}

    @property
    def weight(self) -> int:
        return sum(1 if one.kind == "name" else 3 for one in self.evidence)


Sayings = dict[Key, list[Said]]


@dataclass(frozen=True)
class Person:
    """The customers who are one person, the lead first, with all that they hold and claim."""

    customers: list[Customer]
    handles: list[Handle]
    claims: list[HandleClaim]
    #: what others say of the same handles
    rivals: list[HandleClaim]

    @property
    def name(self) -> str:
        """ "" for one who never gave any."""
        return next((one.name for one in self.customers if one.name), "")


def person_of(lead: Customer, *, is_joined: bool) -> Person:
    """Who `lead` is. `is_joined`: whether anybody may be joined to them."""
    customers = [lead, *(lead.joined.order_by("id") if is_joined else [])]
    ids = [one.id for one in customers]
    handles = _HELD.rows(ids=ids)
    keys = {(one.kind, one.value) for one in handles}
    kinds, values = _spread(keys)
    found = _CLAIMED.rows(ids=ids, kinds=kinds, values=values)
    return Person(
        customers,
        handles,
        [one for one in found if one.customer_id in ids],
        [one for one in found if one.customer_id not in ids and (one.kind, one.value) in keys],
    )


def _spread(keys: Collection[Key]) -> tuple[list[str], list[str]]:
    """Their kinds and their values, as the statements below ask for them: of what they find,
    kind and value are not always of one handle."""
    return [kind for kind, _value in keys], [value for _kind, value in keys]


_HELD = Statement(lambda: Handle.objects.filter(among("customer", "ids")).order_by("claimed_at"))
_CLAIMED = Statement(
    lambda: HandleClaim.objects.filter(
        among("customer", "ids") | (Q(among("kind", "kinds")) & Q(among("value", "values")))
    ).order_by("at")
)


_OTHERS_HOLD = Statement(
    lambda: Handle.objects.filter(among("kind", "kinds"), among("value", "values"))
)


def suggestions(person: Person) -> list[Suggestion]:
    """Who may be this person too, the best founded first. No query for most."""
    own, others = _what_both_gave(person)
    evidence = [
        Evidence(kind, value, here, there)
        for (kind, value), said in others.items()
        if len(said) <= MOST_OTHERS
        for there in said
        for here in own[kind, value][:1]
    ]
    evidence += _namesakes(person.customers)
    return _suggested(_not_told_apart(evidence))


def _what_both_gave(person: Person) -> tuple[Sayings, Sayings]:
    """What this person gave, and what others gave of it."""
    own = _sayings(person.handles, person.claims)
    claimed = own.keys() - {(one.kind, one.value) for one in person.handles}
    held, rivals = list[Handle](), person.rivals
    if claimed:
        kinds, values = _spread(claimed)
        ids = {one.id for one in person.customers}
        held = [
            one
            for one in _OTHERS_HOLD.rows(kinds=kinds, values=values)
            if (one.kind, one.value) in claimed
        ]
        rivals = rivals + [
            one
            for one in _CLAIMED.rows(ids=[], kinds=kinds, values=values)
            if (one.kind, one.value) in claimed and one.customer_id not in ids
        ]
    shared = {(one.kind, one.value) for one in [*person.handles, *held] if one.shared}
    given = _sayings(held, rivals)
    return own, {key: said for key, said in given.items() if key not in shared}


def _sayings(handles: Iterable[Handle], claims: Iterable[HandleClaim]) -> Sayings:
    found: Sayings = {}
    for handle in handles:
        said = Said(handle.customer_id, handle.claimed_how, handle.proved_how)
        found.setdefault((handle.kind, handle.value), []).append(said)
    for claim in claims:
        said = Said(claim.customer_id, claim.how, claim.proof)
        found.setdefault((claim.kind, claim.value), []).append(said)
    return found


def _namesakes(people: Collection[Customer]) -> list[Evidence]:
    """Others with the same full name: a first name alone is everybody's."""
    ids = {one.id for one in people}
    found = []
    for one in {one.name.upper(): one for one in people if " " in one.name.strip()}.values():
        bearers = _BEARERS.rows(name=one.name, most=MOST_OTHERS + len(ids) + 1)
        others = [two for two in bearers if two.id not in ids]
        if len({two.person_id for two in others}) <= MOST_OTHERS:
            here = Said(one.id, "name", None)
            found += [
                Evidence("name", one.name, here, Said(two.id, "name", None)) for two in others
            ]
    return found


_BEARERS = Statement(lambda: Customer.objects.filter(name__contains=" ", name__iexact=slot("name")))


def _not_told_apart(evidence: list[Evidence]) -> list[Evidence]:
    if not evidence:
        return []
    ids = {said.customer_id for one in evidence for said in (one.here, one.there)}
    rows = NotTheSame.objects.filter(one__in=ids, other__in=ids)
    apart = set(rows.values_list("one_id", "other_id"))
    return [
        one
        for one in evidence
        if not apart & {(one.here.customer_id, one.there.customer_id)}
        and not apart & {(one.there.customer_id, one.here.customer_id)}
    ]


def _suggested(evidence: list[Evidence]) -> list[Suggestion]:
    """One for each person; handles say more than names, and several more than one."""
    if not evidence:
        return []
    rows = Customer.objects.select_related("lead").in_bulk(
        [one.there.customer_id for one in evidence]
    )
    found: dict[UUID, Suggestion] = {}
    for one in evidence:
        customer = rows[one.there.customer_id]
        leading = customer.lead or customer
        found.setdefault(leading.id, Suggestion(leading)).evidence.append(one)
    ranked = sorted(found.values(), key=lambda one: (-one.weight, one.customer.id))
    return ranked[:MOST_SUGGESTED]
