"""The `ENGINE` of the settings: Django's own, with another way to try a connection."""
