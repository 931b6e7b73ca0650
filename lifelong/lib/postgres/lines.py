"""Lines to the database beside Django's: for who listens, rings or keeps, and asks nothing else."""

from typing import Any

from django.db import connections
from psycopg.conninfo import make_conninfo


def address(name: str) -> str:
    """Where Django's database is, for `lifelong <name>`. Read late, so that tests speak to the
    test database."""
    settings = connections["default"].settings_dict
    parts: dict[str, Any] = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    # what the URL says besides; the rest of the options is for Django's own connections
    parts |= {name: said for name, said in settings["OPTIONS"].items() if isinstance(said, str)}
    parts |= {"connect_timeout": 5, "application_name": f"lifelong {name}"}
    return make_conninfo(**{name: value for name, value in parts.items() if value})
