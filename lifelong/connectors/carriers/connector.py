"""What this folder offers to the registry."""

from lifelong.commerce.actions.taking_in import take_in_all
from lifelong.commerce.news import Telling
from lifelong.connectors.carriers.asking import ask
from lifelong.connectors.carriers.reading import read
from lifelong.connectors.connector import Connector

CARRIERS: Connector[Telling] = Connector(read=read, take=take_in_all, ask=ask)
