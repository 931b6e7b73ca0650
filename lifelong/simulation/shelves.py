"""The catalogue as rows."""

import random
from collections.abc import Iterator
from datetime import datetime

from lifelong.channels.models import Connection
from lifelong.commerce.models import Product, Variant
from lifelong.simulation.bulk import Rows, id_at
from lifelong.simulation.catalogue import ARTICLES, Article
from lifelong.simulation.shop import BRAND

FIRST = 7_410_000_000_000
_PLACES = {article: place for place, article in enumerate(ARTICLES)}


def ref_of(article: Article) -> str:
    """The store's id."""
    return str(FIRST + _PLACES[article])


def sku_of(article: Article, choice: int) -> str:
    words = "".join(word[0] for word in article.name.upper().split() if word[0].isalpha())
    return f"HB-{words[:4]}-{_PLACES[article]:03}{choice}"


def shelve(
    shop: Connection, rows: Rows, *, at: datetime, chance: random.Random
) -> dict[Article, Product]:
    """All that the shop has sold since `at`."""
    products = {}
    for article in ARTICLES:
        product = products[article] = Product(
            id=id_at(at, chance),
            connection=shop,
            ref=ref_of(article),
            updated_at=at,
            told_at=at,
            title=article.name,
            vendor=BRAND,
            kind=article.kind,
            status="active",
        )
        rows.add(product, *_variants(product, article, at, chance))
    return products


def _variants(
    product: Product, article: Article, at: datetime, chance: random.Random
) -> Iterator[Variant]:
    for place, choice in enumerate(article.choices or ("",)):
        yield Variant(
            id=id_at(at, chance),
            product=product,
            ref=f"{product.ref}{place}",
            title=choice,
            sku=sku_of(article, place),
            price=article.price_of(place),
            currency="EUR",
            stock=chance.choice([0, 3, 12, 40, 85]),
            place=place,
        )
