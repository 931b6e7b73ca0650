"""What the trusted hop found out about the sender: RFC 8601, and its spam filter's verdict.

Only Authentication-Results under an authserv-id that we trust count, and proof comes from the
topmost of those alone: a sender can put forged ones beneath it, never above. The caller names
trusted ids only for mail that came in over a trusted hop.
"""

import re
from dataclasses import dataclass

from lifelong.connectors.email.headers import Headers

_COMMENT = re.compile(r"\([^()]*+\)")
_DMARC = re.compile(r"^dmarc\s*=\s*([a-z]+)", re.IGNORECASE)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_SPAM_YES = re.compile(r"^\s*(?:yes\b|true\b|spam\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    proof: str | None = None
    suspicion: str | None = None


def verdict(headers: Headers, *, domain: str, authserv_ids: frozenset[str]) -> Verdict:
    """`domain`: that of the From address, which DMARC is about."""
    trusted = [
        results
        for value in headers.all("authentication-results")
        if (results := _results(value, authserv_ids)) is not None
    ]
    if not trusted:
        return Verdict()
    # Passing has to be said by the topmost; failing may be said by any, it only hurts the sender.
    if any(result == "fail" for results in trusted for result, _ in results):
        return Verdict(suspicion="dmarc-fail")
    passed = any(result == "pass" and aligned == domain for result, aligned in trusted[0])
    return Verdict(
        proof="dmarc" if passed else None,
        suspicion="spam" if _spam(headers) else None,
    )


def _results(value: str, authserv_ids: frozenset[str]) -> list[tuple[str, str]] | None:
    """(result, From domain) of each DMARC result; None if we do not trust who says so."""
    spoken_by, *methods = _COMMENT.sub(" ", value).split(";")
    words = spoken_by.split()
    if not words or words[0].lower() not in {one.lower() for one in authserv_ids}:
        return None
    found = []
    for method in methods:
        if result := _DMARC.match(method.strip()):
            of = _HEADER_FROM.search(method)
            found.append((result[1].lower(), of[1].lower().rstrip(".") if of else ""))
    return found


def _spam(headers: Headers) -> bool:
    return bool(
        _SPAM_YES.match(headers.first("x-spam-flag"))
        or _SPAM_YES.match(headers.first("x-spam-status"))
        or _SPAM_YES.match(headers.first("x-spam"))
    )
