"""What others wrote as HTML: made readable, made harmless, and framed."""

from lifelong.lib.html.text import to_text

__all__ = ["to_text"]
