"""Run inside the demo shop, for pictures: what a hero has in the course of a day."""

from datetime import timedelta

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.pinning import pin, pin_note
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Contact, Conversation, SetAsideOn
from lifelong.lib import clock
from lifelong.simulation.people import HANNAH

_PINS = (
    "Prefers to be called after 17:00",
    "Two glasses of this set broke on the way before: pack them apart 🍷",
)


#: who write, each to become hers in another state
LETTERS = [
    (name, f"{name.split()[0].lower()}@friends.example", subject, f"{subject}. {words}")
    for name, subject, words in (
        ("Oluwaseun Adeyemi-Bright", "The lid does not fit", "Could you send another one?"),
        ("Jo", "Invoice", "I need it with our VAT number, please 🙏"),
        ("Marie-Luise Fröhlich", "Gift card", "Does it still hold?"),
        ("Zoë Ngũgĩ", "My parcel is in Leipzig", "For four days now."),
        ("Piet de Vries", "Two colours in one set?", "One green, one blue."),
    )
]


def begin() -> None:
    """Once their mails have come in."""
    carla = Agent.objects.get(name="Carla Romano")
    _give_work(carla)
    _pin_some(carla)


def _give_work(to: Agent) -> None:
    for number, (name, *_letter) in enumerate(LETTERS):
        one = Conversation.objects.get(customer__name=name)
        take(one, by=to)
        matter = Contact.objects.filter(conversation=one, closed_at=None)[0]
        if number in (1, 2):
            reply(matter, text="We will see to it.", by=to, seen_position=None)
        if number == 2:
            promise(matter, text="Call", due_at=clock.now() + timedelta(hours=3), by=to)
        if number == 3:
            until = clock.now() + timedelta(days=1)
            set_aside(matter, until=until, on=SetAsideOn.CARRIER, by=to)


def _pin_some(by: Agent) -> None:
    hannah = Conversation.objects.get(customer__name=HANNAH)
    for words in _PINS:
        pin(hannah, text=words, by=by)
    pin_note(note(hannah, text="The warehouse looks for the bottle.", by=by), by=by)
