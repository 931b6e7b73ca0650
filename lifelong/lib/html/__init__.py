"""What others wrote as HTML: made readable, made harmless, and framed."""

from lifelong.lib.html.cleaning import NOT_LOADED, clean
from lifelong.lib.html.frame import MAIL_FRAME_CSP, MAIL_FRAME_SANDBOX, document

__all__ = [
    "MAIL_FRAME_CSP",
    "MAIL_FRAME_SANDBOX",
    "NOT_LOADED",
    "clean",
    "document",
]
