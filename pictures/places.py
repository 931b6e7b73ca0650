"""Run inside the demo shop: what stands in braces in the paths of screens."""

from uuid import UUID

from lifelong.accounts.actions.inviting import invitation_for
from lifelong.accounts.actions.resetting import reset_for
from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Connection, Delivery, DeliveryState, Endpoint, Inbox
from lifelong.commerce.models import Order
from lifelong.concessions.models import AuthorityLevel
from lifelong.conversations.models import Conversation
from lifelong.customers.models import Customer
from lifelong.knowledge.models import Answer
from lifelong.lists.models import Bulk, SavedList
from lifelong.plays.follow_up.models import Sequence
from lifelong.plays.models import Case, Play, PlayKind, Touch
from lifelong.plays.outreach.models import MassIncident
from lifelong.plays.rules.models import Rule
from lifelong.plays.taps import Tap, link
from lifelong.simulation.people import GERD, HANNAH, LEILA
from pictures.beside import FAR, GUEST, LONG


def places() -> dict[str, str]:
    """By name; all of them words that go into an address."""
    found: dict[str, UUID | str] = {
        "hannah": _conversation(HANNAH),
        "gerd": _conversation(GERD),
        "leila": _conversation(LEILA),
        "far": _conversation(FAR),
        "long": _conversation(LONG),
        "guest": _conversation(GUEST),
        "closed": Conversation.objects.filter(status="closed").order_by("-last_entry_at")[0].id,
        "brand": Brand.objects.get().id,
        "inbox": Inbox.objects.order_by("name")[0].id,
        "mail": Endpoint.objects.filter(channel="email").order_by("address")[0].id,
        "number": Endpoint.objects.get(channel="sms").id,
        "widget": Endpoint.objects.get(channel="chat").id,
        "widget_key": Endpoint.objects.get(channel="chat").address,
        "shop": Connection.objects.get(connector="shopify").id,
        "feed": Connection.objects.get(connector="easypost").id,
        "mass": MassIncident.objects.all()[0].id,
        "order": Order.objects.filter(customer__name=HANNAH).order_by("-placed_at")[0].id,
        "level": AuthorityLevel.objects.get(name="Senior").id,
        "answer": Answer.objects.order_by("name")[0].id,
        "rule": Rule.objects.order_by("place")[0].id,
        "sequence": Sequence.objects.order_by("play__name")[0].pk,
        "list": SavedList.objects.get(is_shared=False).id,
        "bulk": Bulk.objects.order_by("-made_at")[0].id,
        "hero": Agent.objects.get(name="Carla Romano").id,
        "parked": _delivery(DeliveryState.PARKED),
        "quarantined": _delivery(DeliveryState.QUARANTINED),
    }
    for kind in PlayKind:
        found[f"play_{kind.name.lower()}"] = Play.objects.filter(kind=kind).order_by("name")[0].id
    return {name: str(value) for name, value in found.items()} | _links()


def _conversation(name: str) -> UUID:
    return Conversation.objects.filter(customer__name=name).values_list("id", flat=True)[0]


def _delivery(state: DeliveryState) -> UUID:
    return Delivery.objects.filter(state=state).order_by("-received_at")[0].id


def _links() -> dict[str, str]:
    """What customers and new heroes get in a message."""
    case = Case.objects.filter(play__kind=PlayKind.FOLLOW_UP).order_by("-due_at")[0]
    told = Touch.objects.order_by("-at")[0]
    subjects = {Tap.SETTLED: case.id, Tap.NOT_SETTLED: case.id, Tap.STOP: told.entry_id}
    taps = {tap.name.lower(): link(tap, subject) for tap, subject in subjects.items()}
    return {
        **{name: said.rpartition("/")[2] for name, said in taps.items()},
        "invitation": invitation_for(Agent.objects.get(name=LONG)),
        "reset": reset_for(Agent.objects.get(name=LONG)),
        "somebody": str(Customer.objects.order_by("id")[0].id),
    }
