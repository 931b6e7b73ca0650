"""What others wrote as HTML: made harmless, and framed; and what we write, made HTML."""

from lifelong.lib.html.cleaning import NOT_LOADED, clean
from lifelong.lib.html.formatting import formatted, readable
from lifelong.lib.html.frame import MAIL_FRAME_CSP, MAIL_FRAME_SANDBOX, document

__all__ = [
    "MAIL_FRAME_CSP",
    "MAIL_FRAME_SANDBOX",
    "NOT_LOADED",
    "clean",
    "document",
    "formatted",
    "readable",
]
