"""Doors without a session."""

from tests.journeys.permissions.lines import PUBLIC, Door

DOORS: dict[str, Door] = {
    # a vendor has no session: its signature opens, and here nobody has a door of that name
    "ANY /hooks/<str:connector>/<str:key>": Door(PUBLIC, answers=(404, 405)),
    # a vendor fetches what we signed for it, and here nothing is signed
    "ANY /hooks/files/<str:signed>": Door(PUBLIC, answers=(404, 405)),
    "ANY /healthz": Door(PUBLIC, answers=(200, 503)),
    "ANY /metrics": Door(PUBLIC),
}
