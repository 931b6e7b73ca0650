"""Run inside an installation: the demo shop, and beside it what a shop has only after a while."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate

from django.contrib.auth.hashers import make_password

from lifelong.accounts.actions.issuing import issue
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import Verb, caller_for
from lifelong.channels.actions.delivering import Outcome, keep, settle_all
from lifelong.channels.models import Brand, Connection, Delivery, DeliveryState, Endpoint, Inbox
from lifelong.commerce.models import Order
from lifelong.connectors.chat.endpoints import ChatSettings
from lifelong.conversations.actions.tagging import tag_named
from lifelong.lib import clock, ids
from lifelong.lib.transactions import transaction
from lifelong.lists.actions.keeping import keep_list
from lifelong.lists.actions.ordering import begin
from lifelong.lists.actions.planning import plan
from lifelong.lists.filters import Filter
from lifelong.lists.filters import Order as Sorting
from lifelong.lists.queries import matching
from lifelong.plays.rules.actions.writing import switch_on, write_rule
from lifelong.routing.models import Away, AwayReason, Shift
from lifelong.simulation.demo import fill_once
from lifelong.simulation.present import form
from lifelong.simulation.shop import DOMAIN, HOP
from pictures import at_work
from pictures.troubles import be_heard, befall

#: of somebody whose name is long and whose words read from right to left
FAR = "عبد الرحمن بن محمد الفاروقي الحسيني المعروف بابن الخطيب"
LONG = "Wilhelmina-Charlotte von und zu Schönstein-Hohenlohe-Waldenburg-Schillingsfürst"
#: of somebody who chats and is not signed in
GUEST = "Maximiliane Sommerfeld"
_LETTERS = [
    (FAR, "abdulrahman@farther.example",
     "طلبي الأخير", "مرحبًا،\n\nأين وصل طلبي HB-21400؟ 🌷\nشكرًا لكم"),
    (LONG, "wilhelmina@schoenstein.example", "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
     "I want to close my account and never hear from you again. My lawyer is informed: the lantern "
     "caught fire, and this is the third time that I write.\n\nhttps://pictures.example/"
     + "a-very-long-address-without-any-blank/" * 4),
]  # fmt: skip
_ASIDE = [
    (DeliveryState.PARKED, "", "", "This is no mail: it has no sender."),
    (DeliveryState.PARKED, "newsletter@growth.example", "Your weekly figures",
     "No address of ours is among its recipients."),
    (DeliveryState.QUARANTINED, "prize@lottery.example", "You have won 1,000,000 €!!!",
     "It was marked as spam on its way to us."),
    (DeliveryState.QUARANTINED, f"support@{DOMAIN}", "Re: Invoice overdue",
     "It may be forged: its sender could not be proved (DMARC)."),
    (DeliveryState.BLOCKED, "seo@links.example", "First page of every search, guaranteed",
     "Its sender was blocked."),
]  # fmt: skip


def clear(password: str) -> None:
    """An installation with an admin who is a hero and a lead too, and nothing else."""
    for each in (Endpoint, Inbox, Brand):
        each.objects.all().delete()
    for name in ("carla", "ruth", "sven"):
        roles = [Role.ADMIN, Role.HERO, Role.LEAD]
        agent = Agent(email=f"{name}@{DOMAIN}", name=name.title(), roles=roles)
        agent.set_password(password)
        agent.save()
    be_heard()


def fill(password: str) -> None:
    """The demo shop and what stands beside it: at once, so that rules are there when facts are."""
    with transaction():
        for each in (Endpoint, Inbox, Brand):
            each.objects.all().delete()
        assert fill_once()
        Agent.objects.update(password=make_password(password))
        admin = Agent.objects.get(email=f"sven@{DOMAIN}")
        _rules(admin)
        _many(Agent.objects.get(email=f"ruth@{DOMAIN}"))
        for name, address, subject, text in [*_LETTERS, *at_work.LETTERS]:
            _write(name, address, subject, text)
        for state, sender, subject, reason in _ASIDE:
            _put_aside(state, sender, subject, reason)
        brand = Brand.objects.get()
        Connection.objects.create(
            brand=brand, connector="easypost", name="EasyPost", secrets={"secret": "a secret"}
        )
        befall()
        be_heard()
        issue(name="Shop window", scopes=[Verb.SEE_CUSTOMERS])
        _away(Agent.objects.create(email=f"wilhelmina@{DOMAIN}", name=LONG, roles=[Role.SEASONAL]))
        chat = Endpoint.objects.get(channel="chat")
        asks = {"name": "may", "email": "may", "order": "may"}
        said = ChatSettings.model_validate(chat.settings | {"form": asks})
        chat.settings = said.model_dump(mode="json")
        chat.save()
        _name_an_order(chat)


def _many(lead: Agent) -> None:
    """Lists of a lead's, and what she did to many: some of them bore the tag before."""
    keep_list(
        name="Legal, and nobody has them", asked=Filter(status="waiting", owner="nobody"),
        order=Sorting.WAITING, shared=True, by=lead,
    )  # fmt: skip
    closed = Filter(status="closed")
    keep_list(name="For Friday", asked=closed, order=Sorting.ACTIVITY, shared=False, by=lead)
    tag_named("Press")
    said = {"tag": str(tag_named("Christmas").id)}
    some = matching(closed, visible_to=caller_for(lead)).order_by("id")
    few = list(some.values_list("id", flat=True)[:4])
    for chosen in (few, closed):
        begin(plan("tag", said=said, text="", chosen=chosen, by=lead))


def _away(agent: Agent) -> None:
    """Signed on and in a training all day, so that they get nobody."""
    for inbox in Inbox.objects.all():
        inbox.members.add(agent)
    shift = Shift.objects.create(agent=agent, signed_on_at=clock.now(), seen_at=clock.now())
    Away.objects.create(shift=shift, reason=AwayReason.TRAINING, from_at=clock.now())


def _rules(admin: Agent) -> None:
    risk = {"field": "contact.risk", "is": "one-of", "value": ["legal", "safety"]}
    mood = {"field": "contact.sentiment", "is": "one-of", "value": ["angry"]}
    night = {"field": "contact.channel", "is": "one-of", "value": ["sms", "chat"]}
    note = {"do": "note", "text": "Call {name} before you write: words alone make it worse."}
    release = {"do": "release"}
    for name, on, when, steps in (
        ("What is at stake is looked at first", "message", {"any": [risk, mood]}, [note]),
        ("Texts and chats of the night go to anybody", "opened", {"all": [night]}, [release]),
        ("Everybody is thanked after a refund", "order-refunded", {}, [note]),
    ):
        made = write_rule(
            name=name, brand=None, trigger={"on": on}, conditions=when, steps=steps, by=admin
        )
        if name[0] != "E":
            switch_on(made, by=admin)


def _write(name: str, address: str, subject: str, text: str) -> None:
    mail = _mail(f'"{name}" <{address}>', subject, text)
    mail["Authentication-Results"] = f"{HOP}; dmarc=pass header.from={address.partition('@')[2]}"
    _keep(mail, address)


def _name_an_order(chat: Endpoint) -> None:
    """A guest, before the chat. Nothing shows that it is theirs; nor whose it is but for what
    stood at a checkout, else it would not be shown."""
    bought = Order.objects.exclude(customer=None).exclude(email="")
    order = bought.exclude(customer__handles__proved_at__isnull=False).order_by("-placed_at")[0]
    content_type, body = form(
        id=ids.new_id(), text="Is it on its way?", name=GUEST, order=order.number
    )
    envelope = {"visitor": ids.new_id().hex, "signed": False, "content_type": content_type}
    keep("chat", body=body, envelope=envelope, at=chat)


def _put_aside(state: DeliveryState, sender: str, subject: str, reason: str) -> None:
    # what was parked long ago has been looked at
    ago = timedelta(days=9 if state is DeliveryState.PARKED else 0)
    kept = _keep(_mail(sender or "nobody", subject, "Just look inside.\n"), sender, ago=ago)
    summary = {"sender": sender, "subject": subject, "text": "Just look inside."}
    settle_all([Outcome(kept.id, state, reason, None, summary if sender else None)])


def _mail(sender: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, f"support@{DOMAIN}", subject
    mail["Date"], mail["Message-ID"] = formatdate(), f"<{ids.new_id().hex}@pictures.example>"
    mail.set_content(text)
    return mail


def _keep(mail: EmailMessage, sender: str, *, ago: timedelta = timedelta(0)) -> Delivery:
    envelope = {"sender": sender, "recipients": [f"support@{DOMAIN}"], "peer": "127.0.0.1"}
    with clock.stopped_at(clock.now() - ago):
        return keep("email", body=mail.as_bytes(), envelope=envelope)
