"""Who works at the made-up shop, and who buys there. All addresses end in .example."""

from dataclasses import dataclass

from lifelong.accounts.models import Role
from lifelong.simulation.shop import DOMAIN

FRONT_DESK, AFTER_SALES = "Front desk", "After sales"


@dataclass(frozen=True)
class Worker:
    name: str
    role: Role
    teams: tuple[str, ...] = ()
    language: str = "en"
    zone: str = "Europe/Berlin"
    capacity: int = 5
    #: minor units per hour, all told
    wage: int = 2600

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


STAFF = [
    Worker("Mia Brandt", Role.HERO, (FRONT_DESK,), language="de"),
    Worker("Jonas Weber", Role.HERO, (FRONT_DESK, AFTER_SALES), language="de", capacity=6),
    Worker("Priya Nair", Role.HERO, (FRONT_DESK,), zone="Europe/London", wage=2450),
    Worker("Tomasz Zieliński", Role.HERO, (AFTER_SALES,), zone="Europe/Warsaw", wage=2200),
    Worker("Elif Kaya", Role.HERO, (AFTER_SALES,), language="de", capacity=4),
    Worker("Ruth Okafor", Role.LEAD, (FRONT_DESK, AFTER_SALES), wage=3600),
    Worker("Sven Lindqvist", Role.ADMIN, wage=4100),
]


@dataclass(frozen=True)
class Buyer:
    name: str
    language: str
    host: str = "mail.example"

    @property
    def first(self) -> str:
        return self.name.split()[0]

    @property
    def email(self) -> str:
        plain = self.name.lower().translate(_PLAIN).replace("'", "").split()
        return f"{plain[0]}.{plain[-1]}@{self.host}"


_PLAIN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "ø": "o", "ñ": "n", "ó": "o"}
    | {"á": "a", "í": "i", "ł": "l", "å": "a", "ç": "c", "ã": "a", "ć": "c"}
)

BUYERS = [
    Buyer("Hannah Vogel", "de", "post.example"),
    Buyer("Oliver Grant", "en"),
    Buyer("Sabine Krüger", "de"),
    Buyer("Amara Osei", "en", "inbox.example"),
    Buyer("Friedrich Maß", "de", "post.example"),
    Buyer("Niamh O'Connell", "en"),
    Buyer("Katharina Schöller", "de"),
    Buyer("Lukas Hofmann", "de", "web.example"),
    Buyer("Grace Whitfield", "en"),
    Buyer("Meera Iyer", "en", "inbox.example"),
    Buyer("Bernd Oehlschläger", "de"),
    Buyer("Tobias Ritter", "de", "web.example"),
    Buyer("Chloé Marchand", "en"),
    Buyer("Søren Madsen", "en", "post.example"),
    Buyer("Ingrid Böhm", "de"),
    Buyer("Daniel Abara", "en"),
    Buyer("Franziska Lenz", "de", "post.example"),
    Buyer("William Thackray", "en"),
    Buyer("Yasemin Demir", "de"),
    Buyer("Rosa Delgado", "en", "inbox.example"),
    Buyer("Heike Pfeiffer", "de", "web.example"),
    Buyer("Matteo Conti", "en"),
    Buyer("Uwe Brinkmann", "de"),
    Buyer("Zoë Lambert", "en", "mail.example"),
    Buyer("Johanna Maria von der Heide-Steinbrück", "de", "post.example"),
]
