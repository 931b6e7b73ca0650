"""Who may go through which door: one line for each, and a door without a line fails the build.

Nothing here is read from the views. A line says what a door needs (verbs of the one policy) and
whether it is about one conversation that has to be seen whole (`whole`). Who holds which verb
follows from `accounts.policy`, who sees what whole from domain.md. One file a surface.
"""

from tests.journeys.permissions import (
    api,
    console,
    giving,
    health,
    intake,
    mine,
    plays,
    running,
    settings,
    widget,
)
from tests.journeys.permissions.lines import Door, Place

__all__ = ["DOORS", "TABLES", "Door", "Place"]

TABLES: dict[str, dict[str, Door]] = {
    "api": api.DOORS,
    "running": running.DOORS,
    "console": console.DOORS,
    "giving": giving.DOORS,
    "settings": settings.DOORS,
    "intake": intake.DOORS,
    "health": health.DOORS,
    "mine": mine.DOORS,
    "plays": plays.DOORS,
    "widget": widget.DOORS,
}
DOORS: dict[str, Door] = {name: door for table in TABLES.values() for name, door in table.items()}
