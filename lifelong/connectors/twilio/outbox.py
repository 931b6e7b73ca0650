"""Texts that are kept in LIFELONG_HOME/outbox and go nowhere: the demo's, or a trial's."""

from pathlib import Path

from django.conf import settings

from lifelong.lib.ids import new_id

#: in place of the address of Twilio's interface, as a relay for mail
KEPT_HERE = "outbox:"


def keep_here(fields: list[tuple[str, str]]) -> str:
    """Write a message down; an id in the shape of a SID."""
    outbox = Path(settings.HOME) / "outbox"
    outbox.mkdir(parents=True, exist_ok=True)
    kept = new_id().hex
    words = "\n".join(f"{name}: {value}" for name, value in fields)
    (outbox / f"{kept}.txt").write_text(words)
    return f"SM{kept}"
