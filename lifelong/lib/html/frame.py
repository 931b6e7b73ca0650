"""The document in which a cleaned mail is shown, and the walls around it."""

from django.utils.html import escape
from django.utils.translation import get_language

_INNER = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"

#: The iframe's own `sandbox`. Without allow-scripts nothing in the frame can run, so
#: allow-same-origin gives a mail no power; it lets the page around it measure the frame's
#: height. Popups are for links, and leave the sandbox so that the shop's page works there.
MAIL_FRAME_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"

#: Sent with the document, so that its walls stand too when somebody opens its address alone.
MAIL_FRAME_CSP = (
    f"{_INNER}; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
    f" sandbox {MAIL_FRAME_SANDBOX}"
)

_STYLE = """
:root{color-scheme:light}
html,body{margin:0;background:#fff;color:#1c1e21;overflow-wrap:anywhere}
body{font:14px/1.5 system-ui,sans-serif}
img{max-width:100%;height:auto}
img.not-loaded{display:inline-block;min-width:16px;min-height:16px;border:1px dashed #b8bcc4}
img.not-loaded[width="1"],img.not-loaded[height="1"]{display:none}
blockquote{margin-block:8px;margin-inline:0;padding-inline-start:12px;
border-inline-start:2px solid #d5d8dd}
table{max-width:100%}
pre{white-space:pre-wrap}
p.cut{color:#5c626b;font-style:italic}
"""


def document(cleaned: str, *, pictures_left: int = 0) -> str:
    """The whole page for a mail's frame: `cleaned` comes from `clean`, never from a stranger.

    `pictures_left`: how many were not loaded, for the page around it.

    Serve it with the header `Content-Security-Policy: MAIL_FRAME_CSP` into an iframe with
    `sandbox="MAIL_FRAME_SANDBOX"`.
    """
    left = f' data-pictures="{pictures_left}"' if pictures_left else ""
    return (
        f'<!doctype html><html lang="{escape(get_language() or "en")}"><head>'
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_INNER}">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width">'
        f'<base target="_blank"><style>{_STYLE}</style></head>'
        f'<body dir="auto"{left}>{cleaned}</body></html>'
    )
