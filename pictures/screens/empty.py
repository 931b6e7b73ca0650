"""Before anything is there: what will appear, and how to make it come."""

from pictures.screen import DARK, LIGHT, NARROW, Screen, Who

_PATHS = {
    "desk": ("Nobody waits", "/"),
    "board": ("A board without an inbox", "/board"),
    "approvals": ("Nothing waits for a yes", "/giving/approvals"),
    "policy": ("Nothing is due yet", "/giving/policy"),
    "ledger": ("Nothing was given", "/giving/ledger"),
    "mass-incidents": ("No trouble that many have", "/mass-incidents"),
    "plays": ("No plays", "/plays"),
    "earned": ("Nothing was earned yet", "/plays/earned"),
    "parked": ("Nothing is parked", "/intake/parked"),
    "health": ("No door by which anything could come", "/health"),
    "quarantine": ("Nothing in quarantine", "/intake/quarantine"),
    "blocked": ("Nobody is blocked", "/intake/blocked"),
    **{
        name: (f"Settings without {words}", f"/settings/{name}")
        for name, words in {
            "first-steps": "anything yet: the first steps",
            "heroes": "heroes but these",
            "teams": "teams",
            "endpoints": "addresses",
            "widgets": "chat widgets",
            "hours": "hours",
            "shops": "shops",
            "levels": "levels",
            "feeds": "tracking",
            "topics": "topics",
            "answers": "reply texts",
            "retention": "deals",
            "on-call": "anybody on call",
            "rules": "rules",
            "follow-ups": "follow-ups",
            "outreach": "a brand",
            "tokens": "tokens",
            "endpoints/new": "an inbox for an address",
            "numbers/new": "an inbox for a number",
            "widgets/new": "an inbox for a widget",
            "follow-ups/new": "a brand for a follow-up",
        }.items()
    },
}
_MORE = {"desk": (LIGHT, DARK, NARROW), "first-steps": (LIGHT, DARK, NARROW)}
SCREENS = tuple(
    Screen(
        f"empty-{name.replace('/', '-')}",
        says,
        path,
        Who.ADMIN,
        _MORE.get(name, (LIGHT,)),
        empty=True,
    )
    for name, (says, path) in _PATHS.items()
)
