"""The demo shop while it lives: every few seconds somebody writes, buys, or a parcel moves. All of
it comes in by the doors that customers and vendors use."""

import random
from datetime import datetime, timedelta

from lifelong.channels.models import Channel
from lifelong.commerce.models import Order
from lifelong.conversations.models import Conversation, Entry, EntryKind, SendingState
from lifelong.conversations.standing import Status
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.lib import clock
from lifelong.simulation.abroad import ABROAD
from lifelong.simulation.dialogues import DIALOGUES
from lifelong.simulation.doors import Doors
from lifelong.simulation.letters import MATTERS
from lifelong.simulation.people import first_of
from lifelong.simulation.trading import new_order, next_of_a_parcel

#: an answer of ours younger than this may be answered
FRESH = timedelta(minutes=10)
#: who waits at most: nobody wants to drown in a demo
MOST_WAITING = 25
_BACK = {
    "de": ("Danke, das ging ja schnell!", "Alles klar. Eine Frage noch: gilt das auch für die "
           "nächste Bestellung?", "Super, vielen Dank 🌿"),
    "en": ("Thank you, that was quick!", "Alright. One more thing: does that go for my next order "
           "too?", "Brilliant, thanks a lot 🌿"),
}  # fmt: skip

#: to what outreach told them
_AND_NOW = {
    "de": ("Danke für die Nachricht! Wissen Sie, ob es noch vor dem Wochenende kommt?",
           "Oh. Kann ich es dann auch im Paketshop abholen?"),
    "en": ("Thanks for letting me know. Will it be here before the weekend?",
           "Oh. Could I pick it up at a shop then?"),
}  # fmt: skip


class Life:
    """One thing at a time; `step` says what happened, for whoever watches."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self._doors = chance, Doors()

    def step(self) -> str:
        """Raises `Shut` when a door does not open."""
        doings = [self._write, self._buy, self._carry, self._answer_back]
        first = self._chance.choices(doings, [4, 2, 3, 3])[0]
        for do in (first, self._carry, self._buy):
            if said := do():
                return said
        return "Nothing to do."

    def _write(self) -> str:
        """Somebody who needs nothing from us just now asks about their last order."""
        if Conversation.objects.exclude(waiting_since=None).count() >= MOST_WAITING:
            return ""
        order = self._somebodys_order()
        if order is None:
            return ""
        customer = order.customer
        assert customer is not None
        store_id = self._store_id(customer)
        channel = self._channel(customer, order, store_id)
        if channel is Channel.EMAIL:
            subject, text = self._letter(order, customer)
            self._doors.mail(name=customer.name, email=order.email, subject=subject, text=text)
        else:
            dialogues = [one for one in DIALOGUES if one.channel is channel]
            language = "de" if customer.language == "de" else "en"
            text = self._named(self._chance.choice(dialogues).lines(language)[0], order, customer)
            if channel is Channel.SMS:
                self._doors.text(phone=order.phone, text=text)
            else:
                self._doors.chat(
                    text=text,
                    store_id=store_id,
                    name=customer.name,
                    email=order.email,
                    phone=order.phone,
                )
        return f"{customer.name} writes: {channel.label}."

    def _somebodys_order(self) -> Order | None:
        busy = Conversation.objects.exclude(status=Status.CLOSED).values("customer_id")
        rows = Order.objects.filter(placed_at__gte=clock.now() - timedelta(days=90))
        free = rows.exclude(customer__in=busy).exclude(customer=None).exclude(email="")
        found = list(free.filter(customer__lead=None).select_related("customer")[:400])
        return self._chance.choice(found) if found else None

    def _channel(self, customer: Customer, order: Order, store_id: str) -> Channel:
        ways = [Channel.EMAIL, Channel.EMAIL]
        if store_id:
            ways += [Channel.CHAT] * 3
        if order.phone:
            ways += [Channel.SMS] * 2
        return self._chance.choice(ways)

    def _store_id(self, customer: Customer) -> str:
        """By which the shop signs for them; "" for who has no account or shares none."""
        rows = Handle.objects.filter(customer=customer, kind=HandleKind.STORE)
        proved = rows.filter(proved_at__isnull=False).values_list("value", flat=True)
        return str(proved[0]).rpartition(":")[2] if proved else ""

    def _letter(self, order: Order, customer: Customer) -> tuple[str, str]:
        foreign = [words for (_, spoken), words in ABROAD.items() if spoken == customer.language]
        words = self._chance.choice(
            foreign or [one.words(customer.language) for one in MATTERS if one.topic in _ASKED]
        )
        return self._named(words.subject, order, customer), self._named(words.asks, order, customer)

    def _named(self, text: str, order: Order, customer: Customer) -> str:
        items = order.items.order_by("place").values_list("title", flat=True)
        product = items[0] if items else "parcel"
        return text.format(first=first_of(customer.name), product=product, order=order.number)

    def _buy(self) -> str:
        order = self._somebodys_order()
        if order is None:
            return ""
        assert order.customer is not None
        topic, body = new_order(order.customer, now=clock.now(), chance=self._chance)
        self._doors.tell(topic, body)
        return f"{order.customer.name} orders {body['name']}."

    def _carry(self) -> str:
        news = next_of_a_parcel(now=clock.now(), chance=self._chance)
        if news is None:
            return ""
        self._doors.tell(*news)
        return f"A parcel: {news[1].get('status')}."

    def _answer_back(self) -> str:
        """Somebody whom we have just answered says something to it."""
        now = clock.now()
        entry = self._unanswered(now)
        if entry is None or entry.handle is None:
            return ""
        customer = entry.customer
        language = "de" if customer.language == "de" else "en"
        said = _AND_NOW if entry.agent_id is None else _BACK
        text = self._chance.choice(said[language])
        if entry.channel == Channel.EMAIL:
            self._doors.mail(
                name=customer.name,
                email=entry.handle.value,
                subject=entry.message.subject,
                text=text,
                answers=entry.message.external_id,
            )
        elif entry.channel == Channel.SMS:
            self._doors.text(phone=entry.handle.value, text=text)
        else:
            return ""
        return f"{customer.name or entry.handle.value} answers back."

    def _unanswered(self, now: datetime) -> Entry | None:
        """The last word of a conversation, which went out within `FRESH`."""
        ours = Entry.objects.filter(
            kind=EntryKind.MESSAGE_OUT,
            placed_at__gte=now - FRESH,
            sending__state__in=[SendingState.ACCEPTED, SendingState.DELIVERED],
        ).select_related("handle", "customer", "message")
        for entry in ours.order_by("-placed_at")[:10]:
            heard = Entry.objects.filter(
                customer=entry.customer, kind=EntryKind.MESSAGE_IN, placed_at__gt=entry.placed_at
            )
            if not heard.exists():
                return entry
        return None


#: what fits any order
_ASKED = {"Where is my order", "Change of address", "Care and use", "Invoice", "How to return"}
