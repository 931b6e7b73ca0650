"""Mail."""

from lifelong.connectors.connector import Connector, Repeat, WayOut
from lifelong.connectors.email.reading import read_mail
from lifelong.connectors.email.sending import send_mail
from lifelong.connectors.messages import Post

#: every try carries the same Message-ID
MAIL: Connector[Post] = Connector(read=read_mail, out=WayOut(send=send_mail, repeat=Repeat.SAFE))
