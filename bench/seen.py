"""When each message was accepted, and when it was first seen on which screen."""

import re
import time
from collections.abc import Mapping

from bench.console import Heard

#: person and number: the numbers of one person follow each other
Key = tuple[int, int]

_WORD = re.compile(r"bench-(\d+)-(\d+)")


class Seen:
    def __init__(self) -> None:
        self.errors: list[str] = []
        self.cpu_seconds: dict[str, float] = {}
        self._expected: set[Key] = set()
        self._accepted: dict[Key, float] = {}
        self._on_screen: dict[Key, float] = {}
        self._in_browser: dict[Key, float] = {}
        #: for each console what its list has shown, newer words standing for older ones
        self._listed: list[dict[Key, float]] = []

    @staticmethod
    def word(person: int, number: int) -> str:
        """What a message is recognised by."""
        return f"bench-{person}-{number}"

    def expect(self, person: int, number: int) -> None:
        """This message counts."""
        self._expected.add((person, number))

    def accepted(self, person: int, number: int) -> None:
        self._accepted[person, number] = time.time()

    def listener(self) -> Heard:
        """What one console tells its answers to."""
        listed: dict[Key, float] = {}
        last: dict[int, int] = {}
        self._listed.append(listed)

        def heard(path: str, body: str, at: float) -> None:
            if path.endswith("/entries"):
                for key in _keys(body):
                    self._on_screen.setdefault(key, at)
            elif path == "/waiting":
                for person, number in _keys(body):
                    for one in range(last.get(person, 0) + 1, number + 1):
                        listed[person, one] = at
                    last[person] = max(number, last.get(person, 0))

        return heard

    def saw(self, seen: Mapping[str, float]) -> None:
        """What the browser has painted: words, and when in milliseconds since the epoch."""
        for word, at in seen.items():
            for key in _keys(word):
                self._in_browser[key] = at / 1000
                self._on_screen.setdefault(key, at / 1000)

    def fragments(self) -> list[float]:
        """Milliseconds from accepted to on screen, of what counts."""
        return self._since_accepted(self._on_screen)

    def in_browser(self) -> list[float]:
        return self._since_accepted(self._in_browser)

    def lists(self) -> list[float]:
        """The same for every message and every console's list."""
        return [took for listed in self._listed for took in self._since_accepted(listed)]

    def missing(self) -> int:
        """How many have not been seen by who looks at them, or not in every list."""
        unseen = len(self._expected - self._on_screen.keys())
        return unseen + sum(len(self._expected - listed.keys()) for listed in self._listed)

    def _since_accepted(self, seen: Mapping[Key, float]) -> list[float]:
        both = self._expected & seen.keys() & self._accepted.keys()
        return [max(0.0, seen[key] - self._accepted[key]) * 1000 for key in both]


def _keys(text: str) -> list[Key]:
    return [(int(person), int(number)) for person, number in _WORD.findall(text)]
