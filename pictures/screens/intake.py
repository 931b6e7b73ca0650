"""Mail that could not be read, and mail that is not let in."""

from pictures.screen import ALL, Screen, Who

_ADMIN = Who.ADMIN
SCREENS = (
    Screen("intake-parked", "Mail that could not be read or placed", "/intake/parked", _ADMIN, ALL),
    Screen("intake-parked-one", "One that is parked", "/intake/deliveries/{parked}", _ADMIN),
    Screen("intake-quarantine", "The quarantine", "/intake/quarantine", _ADMIN, ALL),
    Screen(
        "intake-quarantine-one",
        "One in quarantine",
        "/intake/deliveries/{quarantined}",
        _ADMIN,
        ALL,
    ),
    Screen("intake-blocked", "Whoever is blocked", "/intake/blocked", _ADMIN, ALL),
)
