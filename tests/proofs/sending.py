"""A sender as mail servers are: it keeps a message until somebody has said 250."""

import smtplib
import threading
import time
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from queue import Empty, Queue

from tests.instance import ADDRESS


def mails(count: int, *, people: int) -> list[bytes]:
    """Distinct first messages of so many people, some with a file."""
    return [_mail(number, f"person{number % people}@example.com") for number in range(count)]


def _mail(number: int, sender: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Person <{sender}>", ADDRESS
    mail["Subject"] = f"Order {number}"
    mail["Message-ID"] = f"<{number}@example.com>"
    mail["Date"] = "Sat, 21 Nov 2026 10:00:00 +0000"
    mail.set_content(f"Where is order {number}?\n")
    if number % 50 == 0:
        mail.add_attachment(b"x" * 2000, maintype="image", subtype="png", filename="photo.png")
    return mail.as_bytes(policy=SMTP)


class Post:
    """Hands over every mail, trying each until it is taken. `taken` counts the 250s."""

    def __init__(self, port: int, mails: Sequence[bytes], *, connections: int) -> None:
        self._port = port
        self._left: Queue[bytes] = Queue()
        for mail in mails:
            self._left.put(mail)
        self._lock = threading.Lock()
        self.taken = 0
        self.refused: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def is_done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def close(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _mails(self) -> Iterator[bytes]:
        while not self._stop.is_set():
            try:
                yield self._left.get_nowait()
            except Empty:
                return

    def _work(self) -> None:
        connection: smtplib.SMTP | None = None
        for mail in self._mails():
            try:
                connection = connection or smtplib.SMTP("127.0.0.1", self._port, timeout=30)
                connection.sendmail("person@example.com", [ADDRESS], mail)
                with self._lock:
                    self.taken += 1
            except (OSError, smtplib.SMTPException) as error:
                if not self._is_final(error):
                    self._left.put(mail)
                if connection is not None:
                    connection.close()
                    connection = None
                time.sleep(0.1)
        if connection is not None:
            connection.close()

    def _is_final(self, error: Exception) -> bool:
        """A mail server gives up at a 5xx: it must never hear one for want of a database."""
        codes = [getattr(error, "smtp_code", 0)]
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _ in error.recipients.values()]
        final = any(code >= 500 for code in codes)
        if final:
            with self._lock:
                self.refused.append(str(error))
        return final
