"""Texts by Twilio."""

from lifelong.channels.models import Endpoint
from lifelong.connectors.connector import Connector, Repeat, WayOut
from lifelong.connectors.hooks import Hook
from lifelong.connectors.messages import Post
from lifelong.connectors.twilio.fetching import fetch_media
from lifelong.connectors.twilio.reading import envelope, read_text
from lifelong.connectors.twilio.sending import look_for_text, send_text
from lifelong.connectors.twilio.signature import verify

TWILIO: Connector[Post] = Connector(
    read=read_text,
    # an empty answer: Twilio sends nothing back to the customer
    hook=Hook(door=Endpoint, verify=verify, envelope=envelope, answer=("text/xml", "<Response/>")),
    out=WayOut(send=send_text, repeat=Repeat.LOOK_UP, look_up=look_for_text),
    fetch=fetch_media,
)
