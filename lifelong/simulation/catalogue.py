"""What Hollerbusch sells: 120 things for gardens and the kitchens behind them."""

from dataclasses import dataclass
from enum import StrEnum


class Season(StrEnum):
    """When something is bought most."""

    ALWAYS = "always"
    SPRING = "spring"
    SUMMER = "summer"
    PRESENTS = "presents"


@dataclass(frozen=True)
class Article:
    """A product. Its first choice costs `price`, in cents; each further one a quarter more."""

    name: str
    german: str
    price: int
    kind: str
    season: Season
    choices: tuple[str, ...] = ()

    def price_of(self, choice: int) -> int:
        return self.price + choice * (self.price // 40 * 10)

    def called(self, language: str) -> str:
        return self.german if language == "de" else self.name


SIZES, LITRES, COLOURS = ("S", "M", "L"), ("5 l", "9 l"), ("sage", "cream", "terracotta")
CENTIMETRES = ("20 cm", "26 cm", "30 cm")
A, SP, SU, PR = Season.ALWAYS, Season.SPRING, Season.SUMMER, Season.PRESENTS

_Row = tuple[str, str, int, Season] | tuple[str, str, int, Season, tuple[str, ...]]
_SHELVES: dict[str, tuple[_Row, ...]] = {
    "Tools": (
        ("Copper hand trowel", "Handschaufel aus Kupfer", 3490, SP),
        ("Copper hand fork", "Handgabel aus Kupfer", 3490, SP),
        ("Pruning shears", "Gartenschere", 4990, SP),
        ("Hedge shears, ash handles", "Heckenschere mit Eschenholz", 6490, SP),
        ("Folding pruning saw", "Klappsäge", 3290, SP),
        ("Swan-neck hoe", "Schwanenhalshacke", 4490, SP),
        ("Dibber with depth marks", "Pflanzholz mit Tiefenmarken", 1790, SP),
        ("Bulb planter", "Blumenzwiebelpflanzer", 2690, A),
        ("Spade, short handle", "Spaten mit kurzem Stiel", 5990, SP),
        ("Digging fork", "Grabegabel", 6290, SP),
        ("Leaf rake", "Laubrechen", 3890, A),
        ("Asparagus knife", "Spargelmesser", 2290, SP),
        ("Grafting knife", "Veredelungsmesser", 3690, SP),
        ("Sharpening stone", "Schleifstein", 1490, A),
        ("Tool oil, linseed", "Werkzeugöl aus Leinsaat", 1290, A),
        ("Leather tool belt", "Werkzeuggürtel aus Leder", 5490, PR),
    ),
    "Watering": (
        ("Enamel watering can", "Gießkanne aus Emaille", 4290, SP, LITRES),
        ("Zinc watering can", "Gießkanne aus Zink", 3990, SP, LITRES),
        ("Brass rose for watering cans", "Gießbrause aus Messing", 1890, SP),
        ("Plant mister", "Pflanzensprüher", 1690, A),
        ("Rain gauge", "Regenmesser", 1990, SU),
        ("Olla, clay, for raised beds", "Olla aus Ton für Hochbeete", 2490, SU, SIZES),
        ("Soaker hose, 15 m", "Tropfschlauch, 15 m", 2990, SU),
        ("Hose reel, wall-mounted", "Schlauchtrommel für die Wand", 8990, SU),
        ("Oak water butt, 100 l", "Regenfass aus Eiche, 100 l", 17900, SP),
        ("Outdoor thermometer", "Außenthermometer", 2190, A),
    ),
    "Pots": (
        ("Herb planter trio", "Kräutertopf-Trio", 3690, SP),
        ("Terracotta pot, hand-thrown", "Terrakottatopf, handgedreht", 2290, SP, SIZES),
        ("Long tom pot", "Langer Tontopf", 1890, SP, SIZES),
        ("Glazed pot", "Glasierter Topf", 3290, SP, COLOURS),
        ("Window box, larch", "Balkonkasten aus Lärche", 4890, SP),
        ("Hanging basket, willow", "Blumenampel aus Weide", 2690, SP),
        ("Seed tray, bamboo", "Anzuchtschale aus Bambus", 990, SP),
        ("Paper pot maker", "Topfpresse für Papiertöpfe", 1790, SP),
        ("Cold frame, larch", "Frühbeet aus Lärche", 12900, SP),
        ("Raised bed, larch", "Hochbeet aus Lärche", 18900, SP),
        ("Pot feet, set of three", "Topffüße, 3 Stück", 990, SP),
        ("Saucer, terracotta", "Untersetzer aus Terrakotta", 690, SP, SIZES),
        ("Orchid pot", "Orchideentopf", 1990, A),
        ("Bonsai tray", "Bonsaischale", 2790, A),
    ),
    "Seeds": (
        ("Cottage garden seed box", "Saatgutbox „Bauerngarten“", 2490, SP),
        ("Bee meadow mix", "Bienenweide-Mischung", 690, SP),
        ("Heirloom tomatoes, six kinds", "Alte Tomaten, sechs Sorten", 1490, SP),
        ("Chillies from mild to wild", "Chilis von mild bis wild", 1290, SP),
        ("Salads for a whole year", "Salate fürs ganze Jahr", 1390, SP),
        ("Edible flowers", "Essbare Blüten", 990, SP),
        ("Herbs for tea", "Teekräuter", 1090, SP),
        ("Sweet pea collection", "Duftwicken-Sammlung", 1190, SP),
        ("Garlic for planting", "Pflanzknoblauch", 890, A),
        ("Tulip bulbs, fifty", "Tulpenzwiebeln, 50 Stück", 2290, A),
        ("Snowdrop bulbs, thirty", "Schneeglöckchen, 30 Stück", 1490, A),
        ("Seed tin", "Samendose", 1990, PR),
        ("Advent calendar of seeds", "Saatgut-Adventskalender", 3490, PR),
        ("Sprouting jar", "Sprossenglas", 1290, A),
    ),
    "Garden life": (
        ("Folding kneeler", "Klappbare Kniebank", 4490, SP),
        ("Harvest basket, willow", "Erntekorb aus Weide", 3890, SU),
        ("Ceramic compost caddy", "Kompostbehälter aus Keramik", 4290, A),
        ("Bird feeder, oak", "Futterhaus aus Eiche", 5290, PR),
        ("Nest box", "Nistkasten", 2990, SP),
        ("Insect hotel", "Insektenhotel", 3490, SP),
        ("Hedgehog house", "Igelhaus", 6490, A),
        ("Bird bath, stone", "Vogeltränke aus Stein", 5990, SU),
        ("Plant labels, slate", "Pflanzschilder aus Schiefer", 1290, SP),
        ("Jute twine, three colours", "Jutegarn, drei Farben", 1190, A),
        ("Obelisk for climbers", "Rankobelisk", 6990, SP),
        ("Lantern, zinc", "Laterne aus Zink", 3990, PR, SIZES),
        ("Fire bowl, steel", "Feuerschale aus Stahl", 14900, SU),
        ("Deck chair, striped", "Liegestuhl, gestreift", 8990, SU, ("blue", "green", "red")),
        ("Hammock, cotton", "Hängematte aus Baumwolle", 7990, SU),
        ("Bistro table, folding", "Klappbarer Bistrotisch", 11900, SU),
    ),
    "To wear": (
        ("Linen apron", "Leinenschürze", 4590, PR, COLOURS),
        ("Gardening gloves, goatskin", "Gartenhandschuhe aus Ziegenleder", 2490, SP, SIZES),
        ("Rose gauntlets", "Rosenhandschuhe", 3690, SP, SIZES),
        ("Straw hat", "Strohhut", 3290, SU, SIZES),
        ("Rubber boots", "Gummistiefel", 6990, SP, ("37", "39", "41", "43")),
        ("Clogs, alder", "Clogs aus Erle", 5490, A, ("37", "39", "41", "43")),
        ("Work jacket, moleskin", "Arbeitsjacke aus Moleskin", 12900, A, SIZES),
        ("Wool socks, two pairs", "Wollsocken, zwei Paar", 2490, PR, SIZES),
        ("Rain cape", "Regencape", 5990, A),
        ("Merino garden throw", "Gartendecke aus Merino", 8990, PR, COLOURS),
    ),
    "Kitchen": (
        ("Cast-iron skillet", "Gusseiserne Pfanne", 5490, PR, CENTIMETRES),
        ("Enamel casserole", "Emaillebräter", 7990, PR, COLOURS),
        ("Preserving pan, copper", "Einmachtopf aus Kupfer", 15900, SU),
        ("Preserving jars, set of six", "Einmachgläser, 6 Stück", 1990, SU),
        ("Fermenting crock, 5 l", "Gärtopf, 5 l", 5490, A),
        ("Apple peeler", "Apfelschäler", 2990, A),
        ("Cherry stoner", "Kirschentsteiner", 2490, SU),
        ("Herb scissors", "Kräuterschere", 1690, A),
        ("Mezzaluna with board", "Wiegemesser mit Brett", 3990, PR),
        ("Bread tin, enamel", "Brotkasten aus Emaille", 6490, PR, COLOURS),
        ("Olive wood board", "Brett aus Olivenholz", 3890, PR, SIZES),
        ("Pestle and mortar, granite", "Mörser aus Granit", 4290, A),
        ("Pepper mill, beech", "Pfeffermühle aus Buche", 3290, PR),
        ("Tea towels, three", "Geschirrtücher, 3 Stück", 2290, A),
        ("Salt pig", "Salztopf", 2190, A, COLOURS),
        ("Honey dipper and jar", "Honigtopf mit Löffel", 1990, PR),
        ("Juice steamer", "Dampfentsafter", 8990, SU),
        ("Kitchen scales, brass pan", "Küchenwaage mit Messingschale", 7490, PR),
    ),
    "Larder": (
        ("Elderflower cordial, case of six", "Holunderblütensirup, 6er-Kiste", 3900, SU),
        ("Elderberry jam", "Holunderbeergelee", 690, A),
        ("Quince jelly", "Quittengelee", 690, A),
        ("Blossom honey", "Blütenhonig", 890, A),
        ("Apple vinegar", "Apfelessig", 990, A),
        ("Herb salt", "Kräutersalz", 790, A),
        ("Mountain herb tea", "Bergkräutertee", 890, A),
        ("Gingerbread from the garden kitchen", "Lebkuchen aus der Gartenküche", 1490, PR),
    ),
    "Care and light": (
        ("Beeswax candle set", "Bienenwachskerzen-Set", 2490, PR),
        ("Beeswax wraps, three", "Bienenwachstücher, 3 Stück", 1890, A),
        ("Gardener's soap", "Gärtnerseife", 890, A),
        ("Hand balm, calendula", "Handbalsam mit Ringelblume", 1290, PR),
        ("Nail brush, beech", "Nagelbürste aus Buche", 990, A),
        ("Pot brush", "Topfbürste", 790, A),
        ("Liquid feed, nettle", "Brennnesseldünger", 1190, SP),
        ("Peat-free compost, 40 l", "Torffreie Erde, 40 l", 1390, SP),
        ("Garden diary, five years", "Gartentagebuch für fünf Jahre", 2990, PR),
        ("Pressed flower frame", "Rahmen für Pressblumen", 2690, PR),
        ("String lights, solar", "Lichterkette, solar", 3490, SU),
        ("Wreath ring, willow", "Kranzring aus Weide", 1290, PR),
        ("Gift card, 25 €", "Geschenkgutschein, 25 €", 2500, PR),
        ("Gift wrapping, linen", "Geschenkverpackung aus Leinen", 590, PR),
    ),
}  # fmt: skip

ARTICLES = [Article(*row[:3], kind, *row[3:]) for kind, rows in _SHELVES.items() for row in rows]

#: how many times as often as usual, by month, and before Christmas
_DEMAND: dict[Season, dict[int, float]] = {
    Season.ALWAYS: {},
    Season.SPRING: {2: 2, 3: 4, 4: 5, 5: 4, 6: 2, 11: 0.4, 12: 0.3},
    Season.SUMMER: {5: 2, 6: 4, 7: 4, 8: 3, 11: 0.4, 12: 0.3},
    Season.PRESENTS: {11: 4, 12: 6},
}


def demand(article: Article, month: int) -> float:
    """How often it is bought in a month, beside other things."""
    return _DEMAND[article.season].get(month, 1.0)
