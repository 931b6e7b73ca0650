"""A browser in somebody's hands, for tests of the console's pages."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client

from lifelong.accounts.models import Agent

BACKEND = "lifelong.web.signin.backend.Backend"
RAW = (
    b"From: =?utf-8?q?Ana_Petrovi=C4=87?= <ana@example.com>\r\nSubject: Hm\r\n\r\n<b>Hello</b>\r\n"
)


class Knocking:
    """A browser in somebody's hands; what htmx asks for is asked the way htmx does."""

    def __init__(self, person: Agent) -> None:
        self.person = person
        self.client = Client(headers={"HX-Request": "true"})
        self.client.force_login(person, BACKEND)
        # as the door notes it
        UserSession.objects.create(
            user=person, session_key=self.client.session.session_key, ip="127.0.0.1"
        )

    def see(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.content.decode()[-600:]
        return answer.content.decode()

    def do(self, path: str, status: int = 200, method: str = "post", **said: Any) -> str:
        answer = getattr(self.client, method)(path, said)
        assert answer.status_code == status, answer.content.decode()[-600:]
        return str(answer.content.decode())
