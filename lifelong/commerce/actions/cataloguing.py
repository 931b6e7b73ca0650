"""What a store sells, as it tells it."""

from lifelong.commerce.models import Product, Variant
from lifelong.commerce.news import ProductGone, ProductNews, Telling


def offer(news: ProductNews, telling: Telling) -> bool:
    """A product and its variants. Whether it was as new as what is known."""
    product = _opened(news.ref, telling)
    updated_at = news.updated_at or telling.told_at
    # stores give no id twice: what is gone does not come back, it came late
    if product.deleted_at or not product.learn(updated_at=updated_at, told_at=telling.told_at):
        return False
    product.title, product.vendor, product.kind = news.title, news.vendor, news.kind
    product.status, product.image_url = news.status, news.image_url
    product.save()
    product.variants.exclude(ref__in=[one.ref for one in news.variants]).delete()
    Variant.objects.bulk_create(
        [
            Variant(
                product=product,
                ref=one.ref,
                title=one.title,
                sku=one.sku,
                price=one.price.amount,
                currency=one.price.currency,
                stock=one.stock,
                place=place,
            )
            for place, one in enumerate({one.ref: one for one in news.variants}.values())
        ],
        update_conflicts=True,
        unique_fields=["product", "ref"],
        update_fields=["title", "sku", "price", "currency", "stock", "place"],
    )
    return True


def withdraw(news: ProductGone, telling: Telling) -> bool:
    """The store has deleted it."""
    product = _opened(news.ref, telling)
    if product.deleted_at is not None:
        return False
    product.deleted_at = telling.told_at
    product.save(update_fields=["deleted_at"])
    return True


def _opened(ref: str, telling: Telling) -> Product:
    """Its row, locked; made by whatever is told of it first."""
    row = Product(connection=telling.connection, ref=ref)
    Product.objects.bulk_create([row], ignore_conflicts=True)
    rows = Product.objects.select_for_update(no_key=True)
    return rows.get(connection=telling.connection, ref=ref)
