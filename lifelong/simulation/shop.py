"""The made-up shop: Hollerbusch sells for gardens and the kitchens behind them."""

BRAND = "Hollerbusch"
DOMAIN = "hollerbusch.example"
ZONE = "Europe/Berlin"
#: under this name its own mail server says whose a mail really is
HOP = f"mx.{DOMAIN}"
#: kept by the regulator for films and books, as all numbers here
NUMBER = "+493023125042"
#: the widget's public key, by which one knows this shop
WIDGET = "b05c4e1d7a2f9836"

#: contact types, and what they divide into
TOPICS: dict[str, list[str]] = {
    "Delivery": ["Where is my order", "Lost parcel", "Change of address", "Delivery date"],
    "Product": ["Damaged item", "Wrong item", "Missing part", "Care and use"],
    "Returns": ["How to return", "Where is my refund", "Exchange"],
    "Order": ["Cancel an order", "Invoice", "Discount code"],
    "Stock and advice": ["Back in stock", "Which one suits me"],
    "Other": [],
}
