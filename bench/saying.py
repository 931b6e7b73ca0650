"""Words for whoever watches: on stderr, since stdout carries the results alone."""

import sys


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
