"""`make bench`, or `make bench ONLY=mail-intake,start`: one JSON line each on stdout."""

import sys
import traceback
from importlib import import_module

from bench.result import Result
from bench.saying import say
from tests import prepared

#: from a benchmark's name to the module whose `measure` makes its Result
BENCHES = {
    "mail-intake": "bench.mail_intake",
    "to-screen": "bench.to_screen",
    "chat-roundtrip": "bench.chat_roundtrip",
    "timeline": "bench.timeline",
    "open-person": "bench.open_person",
    "key-to-answer": "bench.key_to_answer",
    "weight": "bench.weight",
    "long-tasks": "bench.long_tasks",
    "memory": "bench.memory",
    "streams": "bench.streams",
    "match-arrival": "bench.match_arrival",
    "triage": "bench.triage",
    "rules": "bench.rules",
    "follow-ups": "bench.follow_ups",
    "order-webhooks": "bench.order_webhooks",
    "tracking-webhooks": "bench.tracking_webhooks",
    "watch": "bench.watch",
    "start": "bench.start",
    "demo-world": "bench.demo_world",
    "sms-intake": "bench.sms_intake",
    "webhook-latency": "bench.webhook_latency",
    "outcomes": "bench.outcomes",
    "outcomes-refresh": "bench.outcomes_refresh",
    "lists": "bench.lists",
    "bulk-close": "bench.bulk_close",
}


def main(names: list[str]) -> int:
    """Exit status: 0 when all could be measured, whatever came out."""
    if unknown := [name for name in names if name not in BENCHES]:
        say(f"There is no {', '.join(unknown)}. There are: {', '.join(BENCHES)}.")
        return 2
    try:
        failed = [name for name in names or BENCHES if not _run(name)]
    finally:
        prepared.forget()
    return 1 if failed else 0


def _run(name: str) -> bool:
    say(f"== {name}")
    try:
        result: Result = import_module(BENCHES[name]).measure()
    except Exception:
        traceback.print_exc()
        return False
    print(result.line(name), flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main([name for said in sys.argv[1:] for name in said.split(",") if name]))
