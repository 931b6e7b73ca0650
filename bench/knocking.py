"""The vendor of the webhook benchmarks, a process of its own: texts by Twilio, as its time says.

    python -m bench.knocking PORT KEY RATE SECONDS PEOPLE

Open loop: each text has its moment, and is late when the one before it was slow. At the end one
line of JSON: the milliseconds from each moment to the answer, and the statuses.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from urllib.parse import urlencode

from bench.http import Connection
from tests.vendors.twilio import new_sid, sign

CONNECTIONS = 32
ACCOUNT, TOKEN, OURS = "AC" + "0a" * 16, "12345", "+4915735990000"


class Vendor:
    def __init__(self, port: int, key: str, people: int) -> None:
        self._port, self._path, self._people = port, f"/hooks/twilio/{key}", people
        self._url = f"http://127.0.0.1:{port}{self._path}"
        self._free: asyncio.Queue[Connection] = asyncio.Queue()
        self.took: list[float] = []
        self.statuses: Counter[int] = Counter()

    async def knock(self, number: int, at: float) -> None:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        fields = self._text(number)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": sign(self._url, fields, TOKEN),
        }
        connection = await self._free.get()
        try:
            answer = await connection.ask(
                "POST", self._path, headers=headers, body=urlencode(fields)
            )
        finally:
            self._free.put_nowait(connection)
        self.statuses[answer.status] += 1
        self.took.append((time.monotonic() - at) * 1000)

    def _text(self, number: int) -> list[tuple[str, str]]:
        sid = new_sid()
        return [
            ("ToCountry", "DE"), ("SmsMessageSid", sid), ("NumMedia", "0"), ("SmsSid", sid),
            ("SmsStatus", "received"), ("Body", f"Where is order {number}? I have waited long."),
            ("To", OURS), ("NumSegments", "1"), ("MessageSid", sid), ("AccountSid", ACCOUNT),
            ("From", f"+4477{number % self._people:08d}"), ("ApiVersion", "2010-04-01"),
        ]  # fmt: skip

    async def run(self, rate: int, seconds: int) -> None:
        for _one in range(CONNECTIONS):
            self._free.put_nowait(Connection(self._port))
        begin = time.monotonic() + 0.2
        # made a little ahead, so that no thousand of tasks waits in the loop
        for number in range(rate * seconds):
            at = begin + number / rate
            await asyncio.sleep(max(0.0, at - time.monotonic() - 0.05))
            self._tasks.append(asyncio.create_task(self.knock(number, at)))
        await asyncio.gather(*self._tasks)

    _tasks: list["asyncio.Task[None]"] = []


if __name__ == "__main__":
    port, key, rate, seconds, people = sys.argv[1:]
    vendor = Vendor(int(port), key, int(people))
    asyncio.run(vendor.run(int(rate), int(seconds)))
    print(json.dumps({"took": vendor.took, "statuses": vendor.statuses}))
