"""Carriers that tell nothing by themselves, and are asked."""
