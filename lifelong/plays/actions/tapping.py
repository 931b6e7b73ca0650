"""Doing what a customer said by one tap."""

from django.utils.translation import gettext as _

from lifelong.channels.models import Brand, Channel
from lifelong.conversations.actions.confirming import confirm
from lifelong.conversations.matter import THREAD_AGE
from lifelong.conversations.models import Entry
from lifelong.customers.actions.consenting import stop as stop_writing
from lifelong.customers.models import How, Purpose
from lifelong.lib import clock
from lifelong.plays.models import Case
from lifelong.plays.taps import NoSuchLink, Tap, Tapped


def brand_of(tapped: Tapped) -> Brand:
    """In whose name they are asked. Raises `NoSuchLink` when it is gone, or long ago."""
    if tapped.tap is Tap.STOP:
        endpoint = _entry(tapped).message.endpoint
        assert endpoint is not None
        return endpoint.brand
    return _case(tapped).play.brand


def do(tapped: Tapped) -> None:
    """Twice is once. Raises `NoSuchLink` when what it is about is gone, or long ago."""
    if tapped.tap is Tap.STOP:
        entry = _entry(tapped)
        assert entry.handle is not None
        stop_writing(
            entry.handle,
            channel=Channel(entry.channel),
            how=How.LINK,
            purpose=Purpose(entry.message.purpose),
        )
        return
    contact = _case(tapped).contact
    if contact is None:
        raise _gone()
    confirm(contact, settled=tapped.tap is Tap.SETTLED)


def _entry(tapped: Tapped) -> Entry:
    rows = Entry.objects.select_related("handle", "message__endpoint__brand__logo")
    found = rows.filter(pk=tapped.subject_id).first()
    if found is None or found.handle is None:
        raise _gone()
    return found


def _case(tapped: Tapped) -> Case:
    rows = Case.objects.select_related("play__brand__logo", "contact")
    found = rows.filter(pk=tapped.subject_id).first()
    if found is None:
        raise _gone()
    if clock.now() - found.begun_at > THREAD_AGE:
        raise NoSuchLink(_("We asked this long ago. If you need something, simply write to us."))
    return found


def _gone() -> NoSuchLink:
    return NoSuchLink(_("What this link was about is no longer there. Simply answer us."))
