"""What shoppers see: the chat on a shop's pages, links in our messages, and brands' logos."""

from tests.journeys.permissions.lines import PUBLIC, Door

#: a visitor has no account: their session opens, and here nobody has a widget of that key. What
#: one visitor may see of another is held in web/widget/tests
_NOBODYS = Door(PUBLIC, answers=(404,))
DOORS: dict[str, Door] = {
    "GET /widget/<slug:key>.js": _NOBODYS,
    "GET /widget/<slug:key>/": _NOBODYS,
    "POST /widget/<slug:key>/sessions": _NOBODYS,
    "GET /widget/<slug:key>/messages": _NOBODYS,
    "POST /widget/<slug:key>/messages": _NOBODYS,
    "POST /widget/<slug:key>/receipts": _NOBODYS,
    "PUT /widget/<slug:key>/presence": _NOBODYS,
    "DELETE /widget/<slug:key>/presence": _NOBODYS,
    "GET /widget/<slug:key>/notices": _NOBODYS,
    "POST /widget/<slug:key>/stream-token": _NOBODYS,
    "GET /logos/<slug:digest>": _NOBODYS,
    "GET /t/<str:token>": _NOBODYS,
    "POST /t/<str:token>": _NOBODYS,
    "GET /widget/<slug:key>/files/<str:signed>": _NOBODYS,
}
