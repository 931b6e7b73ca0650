"""A picture that came with a text, from where Twilio keeps it."""

from dataclasses import replace
from urllib.parse import urlsplit

from lifelong.channels.models import Endpoint
from lifelong.connectors.twilio.endpoints import settings_of
from lifelong.connectors.twilio.interface import sign_in
from lifelong.lib.http import INTERNET, Fetched, fetch, origin_of

#: Twilio takes no more itself
MOST_BYTES = 8_000_000
PATIENCE = 30.0


def fetch_media(url: str, endpoint: Endpoint) -> Fetched:
    """Raises `NotFetched`. Our sign-in is told to Twilio alone, and only where the address
    leads to it straight."""
    api = settings_of(endpoint).api
    network = replace(INTERNET, named=frozenset({origin_of(api)}))
    known = sign_in(endpoint) if _is_twilios(url, api) else ""
    return fetch(url, limit_bytes=MOST_BYTES, timeout=PATIENCE, network=network, sign_in=known)


def _is_twilios(url: str, api: str) -> bool:
    if origin_of(url) == origin_of(api):
        return urlsplit(url).scheme == urlsplit(api).scheme
    host = urlsplit(url).hostname or ""
    return urlsplit(url).scheme == "https" and host.endswith(".twilio.com")
