"""A text for each of many: with their values, in their language."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.knowledge import variables
from lifelong.knowledge.choosing import in_language
from lifelong.knowledge.models import Answer
from lifelong.knowledge.queries import filled, languages, texts_of
from lifelong.knowledge.values import About, Matter, orders_meant, values_of
from lifelong.knowledge.variables import Values
from lifelong.lib.errors import Refused
from lifelong.lists.acts.act import Person
from lifelong.triage.queries import languages_of


class NotKnown(Refused):
    """The text names what is not known of this customer."""

    code = "not-known"
    status = 422


@dataclass(frozen=True)
class Said:
    """What somebody reads, and from which text it came, if from one."""

    text: str
    text_id: UUID | None = None


class Filling:
    """A text, or an `answer` in the language of each, for many. What is known of them is asked
    together, so that a thousand cost no more queries than one."""

    def __init__(
        self,
        people: Collection[tuple[Contact, Person]],
        *,
        text: str,
        answer: Answer | None,
        hero: Agent,
    ) -> None:
        """Each person with the matter about which they are written to."""
        contacts = [contact for contact, _one in people]
        prefetch_related_objects(contacts, "customer", "endpoint__brand")
        self._text, self._hero = text, hero
        self._texts = texts_of([answer])[answer.id] if answer else []
        self._languages = languages_of([one.id for one in contacts])
        self._customers = _customers({one.customer.person_id for one in contacts})
        self._orders = orders_meant(
            [
                Matter(contact, [each.id for each in self._of(contact)], _brand(contact, one))
                for contact, one in people
            ]
        )

    def said_to(self, contact: Contact, one: Person) -> Said:
        """Raises `NotKnown` with the names of what stays open."""
        brand = _brand(contact, one)
        language = self._languages.get(contact.id) or one.conversation.customer.language
        values = self._values(contact, one, brand)
        if self._texts:
            _rank, text = in_language(self._texts, languages(language, brand))
            found = filled(text, values)
            _refuse(found.missing)
            return Said(found.body, found.text_id)
        _refuse(variables.missing(self._text, values))
        speaks = language or next(iter(brand.languages), "en")
        return Said(variables.fill(self._text, values, language=speaks))

    def _values(self, contact: Contact, one: Person, brand: Brand) -> Values:
        named = (each for each in self._of(contact) if each.name)
        customer = next(named, one.conversation.customer)
        order = self._orders.get(contact.id)
        return values_of(About(brand=brand, customer=customer, order=order, hero=self._hero))

    def _of(self, contact: Contact) -> list[Customer]:
        """All who are this person, whoever wrote first."""
        all_of_them = self._customers[contact.customer.person_id]
        return sorted(all_of_them, key=lambda one: one.id != contact.customer_id)


def _customers(person_ids: Collection[UUID]) -> dict[UUID, list[Customer]]:
    rows = Customer.objects.filter(Q(pk__in=person_ids) | Q(lead__in=person_ids))
    found: dict[UUID, list[Customer]] = {}
    for one in rows.order_by("id"):
        found.setdefault(one.person_id, []).append(one)
    return found


def _refuse(missing: list[variables.Variable]) -> None:
    if missing:
        named = ", ".join(one.words for one in missing)
        raise NotKnown(_("Not known of them: %(named)s.") % {"named": named})


def _brand(contact: Contact, one: Person) -> Brand:
    endpoint = contact.endpoint
    return endpoint.brand if endpoint else one.conversation.inbox.brand
