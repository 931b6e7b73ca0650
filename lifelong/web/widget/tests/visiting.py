"""A visitor's widget, without its browser."""

import json
from typing import Any

from django.test import Client
from django.test.client import MULTIPART_CONTENT

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.tests.building import posted


class Widget:
    """Asks as the real one does: no cookies, its session in a header, forgery checks on."""

    def __init__(self, at: Endpoint, *, session: str | None = None) -> None:
        self.at = at
        self.session = session
        self.after = ""
        self._client = Client(enforce_csrf_checks=True)

    def knock(self, method: str, path: str, **how: Any) -> Any:
        """Whatever it is answered."""
        if self.session:
            how["headers"] = {"Authorization": f"Bearer {self.session}"}
        return self._client.generic(method, f"/widget/{self.at.address}/{path}", **how)

    def ask(self, method: str, path: str = "", status: int = 200, **how: Any) -> Any:
        answer = self.knock(method, path, **how)
        assert answer.status_code == status, answer.content
        assert not answer.cookies, "no cookie is set"
        return answer

    def send(self, method: str, path: str, said: object = None, status: int = 200) -> Any:
        answer = self.ask(
            method, path, status, data=json.dumps(said), content_type="application/json"
        )
        return answer.json() if answer.content else {}

    def meet(
        self, identity: str | None = None, status: int = 200, *, attempt: str | None = None
    ) -> Any:
        """Begin a session, or go on with it."""
        said = {"identity": identity, "attempt": attempt, "session": self.session}
        answer = self.send("POST", "sessions", said, status)
        self.session = answer.get("session", self.session)
        return answer

    def say(self, text: str = "Hello", status: int = 202, **said: Any) -> Any:
        if self.session is None:
            self.meet()
        body = posted(text, **said)
        kind = {"data": body, "content_type": MULTIPART_CONTENT}
        return self.ask("POST", "messages", status, **kind).json()

    def look(self) -> Any:
        """What looks different since the last look."""
        heard = self.ask("GET", f"messages?after={self.after}").json()
        self.after = heard["after"]
        return heard

    def texts(self) -> list[str]:
        return [one["text"] for one in self.look()["messages"]]
