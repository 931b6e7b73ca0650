"""Shopify: a shop's webhooks, as its documentation and recorded bodies tell them."""
