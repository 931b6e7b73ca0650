"""In which currency we report."""

from lifelong.channels.models import Brand


def reporting_currency() -> str:
    """The first brand's."""
    first = Brand.objects.order_by("pk").values_list("currency", flat=True).first()
    return first or "EUR"
