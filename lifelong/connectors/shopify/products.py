"""Shopify's products as news."""

from lifelong.commerce.news import ProductNews, VariantNews
from lifelong.connectors.shopify.bodies import Product
from lifelong.connectors.shopify.values import minor
from lifelong.lib.money import Money


def product_news(body: Product, *, currency: str) -> ProductNews:
    """`currency`: of the brand; Shopify names none here."""
    images = [one.src for one in (body.image, *body.images) if one and one.src]
    return ProductNews(
        ref=body.id,
        updated_at=body.updated_at,
        title=body.title[:300],
        vendor=body.vendor[:200],
        kind=body.product_type[:200],
        status=body.status[:20],
        image_url=next((one[:2000] for one in images if one.startswith("http")), ""),
        variants=tuple(
            VariantNews(
                ref=one.id,
                title=one.title[:300],
                sku=one.sku[:200],
                price=Money(minor(one.price, currency), currency),
                stock=one.inventory_quantity,
            )
            for one in body.variants
        ),
    )
