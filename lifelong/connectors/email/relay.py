"""Handing a finished mail to the relay of its endpoint."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from lifelong.lib.errors import DeliveryFailed, Refused

#: seconds that one step of the conversation with a relay may take
PATIENCE = 30
#: keeps mails in LIFELONG_HOME/outbox and sends nothing
KEPT_HERE = "outbox:"


class NoRelay(Refused):
    code = "no-relay"
    status = 422


def checked(relay: str) -> str:
    """A relay's URL, if it can be one. Raises `NoRelay`."""
    where = urlsplit(relay.strip())
    try:
        port_is_fine = where.port is None or where.port > 0
    except ValueError:
        port_is_fine = False
    if where.scheme == "outbox":
        return KEPT_HERE
    if where.scheme not in ("smtp", "smtps"):
        raise NoRelay(_("It begins with smtp:// or smtps://, as in smtp://user:password@host:587."))
    if not where.hostname or not port_is_fine:
        raise NoRelay(_("It names a host, and a port where it is not the usual one."))
    return relay.strip()


def host_of(relay: str) -> str:
    """All that is shown of a relay; "" when mails are kept here."""
    return urlsplit(relay).hostname or ""


def hand_over(
    mail: EmailMessage, *, relay: str, sender: str, recipient: str, patience: float = PATIENCE
) -> None:
    """Returns once the relay has taken the mail. Raises `DeliveryFailed` with its words.

    `relay` is a URL as in `MailSecrets`. Safe to repeat: the Message-ID stays the same.
    `patience`: seconds for each step.
    """
    where = urlsplit(relay)
    if where.scheme == "outbox":
        _keep_here(mail)
        return
    try:
        with _connected(where.scheme, where.hostname or "", where.port, patience) as server:
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(mail, from_addr=sender, to_addrs=[recipient])
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _failed(code, words) from refused
    except smtplib.SMTPResponseException as refused:
        raise _failed(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as unable:
        raise DeliveryFailed(str(unable), permanent=True) from unable
    except (OSError, smtplib.SMTPException) as broken:
        raise DeliveryFailed(str(broken) or type(broken).__name__, permanent=False) from broken


def _connected(scheme: str, host: str, port: int | None, patience: float) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=patience, context=context)
    if scheme != "smtp":
        raise DeliveryFailed(
            _("The relay's address must begin with smtp://, smtps:// or outbox:."), permanent=False
        )
    server = smtplib.SMTP(host, port or 587, timeout=patience)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    return server


def _failed(code: int, words: bytes | str) -> DeliveryFailed:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    # a refused sign-in is ours to mend, not the recipient's fault: keep trying
    permanent = 500 <= code < 600 and code not in (530, 534, 535, 538)
    return DeliveryFailed(f"{code} {said}", permanent=permanent)


def outbox() -> Path:
    return Path(settings.HOME) / "outbox"


def _keep_here(mail: EmailMessage) -> None:
    outbox().mkdir(parents=True, exist_ok=True)
    name = mail["Message-ID"].strip("<>").partition("@")[0]
    (outbox() / f"{name}.eml").write_bytes(mail.as_bytes())
