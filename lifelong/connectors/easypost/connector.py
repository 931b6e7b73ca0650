"""What this folder offers to the registry."""

from lifelong.channels.models import Connection
from lifelong.commerce.actions.taking_in import take_in_all
from lifelong.commerce.news import Telling
from lifelong.connectors.connector import Connector
from lifelong.connectors.easypost.reading import read
from lifelong.connectors.easypost.signature import verify
from lifelong.connectors.hooks import Hook

EASYPOST: Connector[Telling] = Connector(
    read=read, take=take_in_all, hook=Hook(door=Connection, verify=verify)
)
