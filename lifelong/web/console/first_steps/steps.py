"""The first steps in their order: what each is for, whether it is done, where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import FirstStep
from lifelong.web.console.first_steps.known import Known

#: brands, inboxes and addresses; where one of them is missing it says what comes first
_ADDRESSES = "/settings/endpoints"


@dataclass(frozen=True)
class Places:
    """Where what is there already is changed; None: there is none yet."""

    brand: UUID | None = None
    inbox: UUID | None = None
    #: the first mail address, and whether what it sends really leaves
    address: UUID | None = None
    has_relay: bool = False


@dataclass(frozen=True)
class Step:
    name: str
    words: str
    why: str
    is_done: bool
    #: where it is done; "": right here
    href: str = ""
    link: str = ""
    #: what can be said of it instead of doing it, in whose words; None: nothing
    away: FirstStep | None = None
    away_words: str = ""
    #: it was said
    is_away: bool = False

    @property
    def is_settled(self) -> bool:
        return self.is_done or self.is_away


def needed(known: Known, places: Places) -> list[Step]:
    """What makes a shop answer mail."""
    return [*_shop(known, places), *_mail(known, places), *_people(known), *_proof(known)]


def next_of(steps: Sequence[Step]) -> str:
    """The name of the first that is open; "" when none is."""
    return next((one.name for one in steps if not one.is_settled), "")


def _shop(known: Known, places: Places) -> list[Step]:
    return [
        Step(
            "brand",
            _("Your brand, with its time zone and currency"),
            _("Opening hours, days and sums are reckoned by them."),
            known.brand,
            f"/settings/brands/{places.brand or 'new'}",
            _("Look at it") if known.brand else _("Open a brand"),
        ),
        Step(
            "hours",
            _("Opening hours"),
            _("How soon you answer counts in them; without any you are always open."),
            known.hours,
            f"/settings/brands/{places.brand}/hours" if places.brand else "/settings/hours",
            _("Set them"),
            FirstStep.HOURS,
            _("We are always open"),
            known.is_settled(FirstStep.HOURS),
        ),
        Step(
            "inbox",
            _("An inbox, with somebody who answers"),
            _("Customers wait in an inbox, and come to the heroes who are its members."),
            known.inbox,
            f"/settings/inboxes/{places.inbox or 'new'}" if places.brand else _ADDRESSES,
            _("Choose its members") if places.inbox else _("Open an inbox"),
        ),
    ]


def _mail(known: Known, places: Places) -> list[Step]:
    return [
        Step(
            "address",
            _("A mail address, with the relay that sends your answers"),
            _("It is what customers write to; your own mail server carries what you answer."),
            places.has_relay or known.round,
            f"/settings/endpoints/{places.address or 'new'}" if places.inbox else _ADDRESSES,
            _("Look at it") if places.address else _("Open an address"),
        ),
        Step(
            "round",
            _("A test message came round"),
            _("It shows that mail leaves by your relay and that your mail server hands it back "
              "in, also under a tag, as answers come."),
            known.round,
        ),
    ]  # fmt: skip


def _people(known: Known) -> list[Step]:
    return [
        Step(
            "topics",
            _("Topics"),
            _("Each matter is closed with one, so that you see what people write about."),
            known.topics,
            "/settings/topics",
            _("Look at them") if known.topics else _("Write your own"),
        ),
        Step(
            "heroes",
            _("Your heroes"),
            _("Each gets a link by which they choose how to sign in."),
            known.heroes,
            "/settings/heroes/new",
            _("Invite a hero"),
            FirstStep.HEROES,
            _("I work alone"),
            known.is_settled(FirstStep.HEROES),
        ),
    ]


def _proof(known: Known) -> list[Step]:
    return [
        Step(
            "mail",
            _("The first mail of a customer"),
            _("It appears on the desk by itself; write one yourself, from a private address."),
            known.mail,
            "/health",
            _("What came in last"),
        ),
        Step(
            "answer",
            _("The first answer"),
            _("Sign on at the desk, answer, and look whether it arrives."),
            known.answer,
            "/",
            _("To the desk"),
        ),
    ]


def optional(known: Known) -> list[Step]:
    """What is good to have, when there is time."""
    return [
        Step("shop", _("Your shop"), _("Orders stand beside the words of whoever bought them."),
             known.shop, "/settings/shops/new", _("Connect a shop")),
        Step("chat", _("A chat widget"), _("People write from your pages, and are answered live."),
             known.chat, "/settings/widgets/new", _("Make one")),
        Step("texts", _("Texts"), _("A number of Twilio's, to which customers send texts."),
             known.texts, "/settings/numbers/new", _("Open a number")),
        Step("second-factor", _("A second factor for you"),
             _("Your password alone then opens nothing."),
             known.second_factor, "/me/sign-in", _("Add one")),
        Step("backups", _("Backups"),
             _("“lifelong backup FILE” writes everything into one file; have it run every night, "
               "and keep the file elsewhere."),
             is_done=False, away=FirstStep.BACKUPS, away_words=_("They are seen to"),
             is_away=known.is_settled(FirstStep.BACKUPS)),
    ]  # fmt: skip
