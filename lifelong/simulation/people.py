"""Who works at the made-up shop, and who buys there. All addresses end in .example."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lifelong.accounts.models import Role
from lifelong.simulation.names import BRITAIN, GERMANY, LANDS, UNUSUAL, Land
from lifelong.simulation.shop import DOMAIN

FRONT_DESK, AFTER_SALES = "Front desk", "After sales"
CUSTOMERS = 300


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
    #: hour of their own day at which they begin
    begins: int = 9

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


STAFF = [
    Worker("Mia Brandt", Role.HERO, (FRONT_DESK,), language="de"),
    Worker("Jonas Weber", Role.HERO, (FRONT_DESK, AFTER_SALES), language="de", capacity=6),
    Worker("Priya Nair", Role.HERO, (FRONT_DESK,), zone="Europe/London", wage=2450),
    Worker("Tomasz Zieliński", Role.HERO, (AFTER_SALES,), zone="Europe/Warsaw", wage=2200),
    Worker("Elif Kaya", Role.HERO, (AFTER_SALES,), language="de", capacity=4, begins=8),
    Worker("Noura Haddad", Role.HERO, (FRONT_DESK,), wage=2500, begins=11),
    Worker("Bjarne Lauritsen", Role.HERO, (AFTER_SALES,), capacity=6, begins=12),
    Worker("Carla Romano", Role.HERO, (FRONT_DESK, AFTER_SALES), zone="Europe/Rome", wage=2300),
    Worker("Ruth Okafor", Role.LEAD, (FRONT_DESK, AFTER_SALES), wage=3600),
    Worker("Sven Lindqvist", Role.ADMIN, wage=4100),
]


@dataclass(frozen=True)
class Buyer:
    name: str
    land: Land
    email: str
    phone: str
    street: str
    town: str
    #: signs in at the shop, whose widget then proves who they are
    signed: bool

    @property
    def language(self) -> str:
        return self.land.language


def first_of(name: str) -> str:
    """How one calls them: the first word that has letters."""
    return next((word for word in name.split() if word[0].isalpha()), name)


#: people who are always there: they write to us now
HANNAH, OLIVER, GERD, LEILA = "Hannah Vogel", "Oliver Grant", "Gerd Stolzenburg", "Leila Haddad"
_NAMED = [(HANNAH, GERMANY), (OLIVER, BRITAIN), (GERD, GERMANY), (LEILA, GERMANY)]
CAST = {name for name, _land in _NAMED}
_HOSTS = ("post.example", "mail.example", "web.example", "inbox.example")


def buyers(chance: random.Random) -> list[Buyer]:
    """The cast first, then those with unusual names, then everybody else."""
    named = iter([*_NAMED, *UNUSUAL])
    lands = [land for land, _share in LANDS]
    shares = [share for _land, share in LANDS]
    used: set[str] = set()
    phones = {id(land): _phones(land, chance) for land in lands}
    found: list[Buyer] = []
    while len(found) < CUSTOMERS:
        known = next(named, None)
        land = known[1] if known else chance.choices(lands, shares)[0]
        name = known[0] if known else f"{chance.choice(land.first)} {chance.choice(land.last)}"
        if name in used:
            continue
        used.add(name)
        is_cast = known in _NAMED
        phone = next(phones[id(land)], "") if is_cast or chance.random() < 0.6 else ""
        found.append(
            Buyer(
                name=name,
                land=land,
                email=_address(name, len(found), chance),
                phone=phone,
                street=chance.choice(land.streets).format(chance.randrange(1, 140)),
                town=chance.choice(land.towns),
                signed=name == LEILA or (not is_cast and chance.random() < 0.35),
            )
        )
    return found


def _phones(land: Land, chance: random.Random) -> Iterator[str]:
    """Each number once, in any order."""
    numbers = list(range(10**land.digits)) if land.phones else []
    chance.shuffle(numbers)
    return (f"{land.phones}{number:0{land.digits}}" for number in numbers)


def _address(name: str, number: int, chance: random.Random) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    words = ["".join(c for c in word if c.isascii() and c.isalnum()) for word in plain.split()]
    words = [word for word in words if word] or [f"garten{number}"]
    local = chance.choice([".".join, "".join, "-".join])([words[0], *words[1:][-1:]])
    digits = chance.choice(["", "", "", str(chance.randrange(50, 99))])
    return f"{local[:40]}{digits}@{chance.choice(_HOSTS)}"


_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "ı": "i"})
