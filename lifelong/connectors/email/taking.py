"""What was read from mails, taken in."""

from collections.abc import Sequence

from lifelong.channels.actions.delivering import Outcome
from lifelong.connectors.email.probing import ProbeNews, note
from lifelong.connectors.messages import Post, take_messages


def take_mail(read: Sequence[Post | ProbeNews]) -> list[Outcome]:
    """News of probes first, in one order everywhere, so that two batches cannot lock each other."""
    news = [one for one in read if isinstance(one, ProbeNews)]
    post = [one for one in read if not isinstance(one, ProbeNews)]
    outcomes = [note(one) for one in sorted(news, key=lambda one: (one.probe_id, one.delivery_id))]
    return outcomes + (take_messages(post) if post else [])
