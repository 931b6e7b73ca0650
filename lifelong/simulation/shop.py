"""The made-up shop: Hollerbusch sells for gardens and the kitchens behind them."""

BRAND = "Hollerbusch"
DOMAIN = "hollerbusch.example"
ZONE = "Europe/Berlin"

#: as customers call them: English and German
PRODUCTS = [
    ("enamel watering can", "Gießkanne aus Emaille"),
    ("copper hand trowel", "Handschaufel aus Kupfer"),
    ("herb planter trio", "Kräutertopf-Trio"),
    ("linen apron", "Leinenschürze"),
    ("cast-iron skillet, 26 cm", "gusseiserne Pfanne, 26 cm"),
    ("cottage garden seed box", "Saatgutbox „Bauerngarten“"),
    ("elderflower cordial, case of six", "Holunderblütensirup, 6er-Kiste"),
    ("beeswax candle set", "Bienenwachskerzen-Set"),
    ("merino garden throw", "Gartendecke aus Merino"),
    ("ceramic compost caddy", "Kompostbehälter aus Keramik"),
    ("folding kneeler", "klappbare Kniebank"),
    ("pruning shears", "Gartenschere"),
]

#: contact types, and what they divide into
TOPICS: dict[str, list[str]] = {
    "Delivery": ["Where is my order", "Lost parcel", "Change of address", "Delivery date"],
    "Product": ["Damaged item", "Wrong item", "Missing part", "Care and use"],
    "Returns": ["How to return", "Where is my refund", "Exchange"],
    "Order": ["Cancel an order", "Invoice", "Discount code"],
    "Stock and advice": ["Back in stock", "Which one suits me"],
    "Other": [],
}
