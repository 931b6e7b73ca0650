"""A text for one of many: with their values, in their language."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.knowledge import variables
from lifelong.knowledge.models import Answer
from lifelong.knowledge.queries import text_for
from lifelong.knowledge.values import About, order_meant, values_of
from lifelong.knowledge.variables import Values
from lifelong.lib.errors import Refused
from lifelong.lists.acts.act import Person
from lifelong.triage.queries import language_of


class NotKnown(Refused):
    """The text names what is not known of this customer."""

    code = "not-known"
    status = 422


@dataclass(frozen=True)
class Said:
    """What somebody reads, and from which text it came, if from one."""

    text: str
    text_id: UUID | None = None


def said_to(
    contact: Contact, one: Person, *, text: str, answer: Answer | None, hero: Agent
) -> Said:
    """Raises `NotKnown` with the names of what stays open."""
    brand = _brand(contact, one)
    customer = one.conversation.customer
    language = language_of(contact.id) or customer.language
    values = _values(contact, one, brand, hero)
    if answer is not None:
        filled = text_for(answer, language=language, values=values, brand=brand)
        _refuse(filled.missing)
        return Said(filled.body, filled.text_id)
    _refuse(variables.missing(text, values))
    speaks = language or next(iter(brand.languages), "en")
    return Said(variables.fill(text, values, language=speaks))


def _refuse(missing: list[variables.Variable]) -> None:
    if missing:
        named = ", ".join(one.words for one in missing)
        raise NotKnown(_("Not known of them: %(named)s.") % {"named": named})


def _brand(contact: Contact, one: Person) -> Brand:
    endpoint = contact.endpoint
    return endpoint.brand if endpoint else one.conversation.inbox.brand


def _values(contact: Contact, one: Person, brand: Brand, hero: Agent) -> Values:
    own = contact.customer
    people = [own, *Customer.objects.filter(lead=own.person_id)] if len(one.ids) > 1 else [own]
    named = next((each for each in people if each.name), one.conversation.customer)
    customer_ids = [each.id for each in people]
    order = order_meant(contact, customer_ids, brand)
    return values_of(About(brand=brand, customer=named, order=order, hero=hero))
