"""Chat, in our own widget."""

from lifelong.connectors.chat.reading import ChatPost, read_chat
from lifelong.connectors.chat.sending import lay_out
from lifelong.connectors.chat.taking import take_chat
from lifelong.connectors.connector import Connector, Repeat, WayOut

#: what is laid out twice lies there once
CHAT: Connector[ChatPost] = Connector(
    read=read_chat, take=take_chat, out=WayOut(send=lay_out, repeat=Repeat.SAFE)
)
