"""Mail."""

from lifelong.connectors.connector import Connector, Repeat, WayOut
from lifelong.connectors.email.probing import ProbeNews
from lifelong.connectors.email.reading import read_mail
from lifelong.connectors.email.sending import send_mail
from lifelong.connectors.email.taking import take_mail
from lifelong.connectors.messages import Post

#: every try carries the same Message-ID
MAIL: Connector[Post | ProbeNews] = Connector(
    read=read_mail, take=take_mail, out=WayOut(send=send_mail, repeat=Repeat.SAFE)
)
