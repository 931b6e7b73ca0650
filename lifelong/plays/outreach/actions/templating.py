"""Choosing what outreach says of which trouble, and what it says first."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.commerce.models import Cause
from lifelong.conversations.ways import REACH
from lifelong.events.log import record
from lifelong.knowledge.models import Answer
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.plays.models import Play
from lifelong.plays.outreach.events import TemplatesChanged
from lifelong.plays.outreach.models import Template


class NotSayable(Refused):
    """That text cannot be said there."""

    code = "not-sayable"
    status = 422


def add_template(
    play: Play, *, cause: Cause, channel: Channel | None, answer: Answer, by: Agent
) -> Template:
    """Say it of this cause, after what is said of it already. `channel`: None: on every one.

    Raises `NotSayable`.
    """
    with transaction():
        _lock(play)
        # as it is now: it may just have been taken out of use
        _check(play, channel, Answer.objects.get(pk=answer.pk))
        same = Template.objects.filter(play=play, cause=cause, channel=channel or "")
        if same.filter(answer=answer).exists():
            raise NotSayable(_("This text is said there already."))
        last = same.order_by("-place").values_list("place", flat=True).first()
        made = Template.objects.create(
            play=play,
            cause=cause,
            channel=channel or "",
            place=0 if last is None else last + 1,
            answer=answer,
        )
        record(TemplatesChanged(play_id=play.id, cause=cause, agent_id=by.id))
        return made


def _check(play: Play, channel: Channel | None, answer: Answer) -> None:
    if not answer.is_active:
        raise NotSayable(_("This text is out of use. Use it again first, or choose another."))
    if answer.brand_id not in (None, play.brand_id):
        raise NotSayable(_("This text is another brand’s. Choose one of every brand or of this."))
    if channel is not None and channel not in REACH:
        raise NotSayable(_("Nobody is written to first on this channel. Choose mail or text."))


def remove_template(template: Template, *, by: Agent) -> None:
    """It is not said any more; a second time nothing happens."""
    with transaction():
        _lock(template.play)
        if Template.objects.filter(pk=template.pk).delete()[0]:
            _note(template, by)


def say_earlier(template: Template, *, by: Agent) -> None:
    """Try it before the one that is tried before it now; the first stays the first."""
    with transaction():
        _lock(template.play)
        same = Template.objects.filter(
            play=template.play_id, cause=template.cause, channel=template.channel
        )
        mine = same.filter(pk=template.pk).first()
        before = mine and same.filter(place__lt=mine.place).order_by("-place").first()
        if mine is None or before is None:
            return
        places = mine.place, before.place
        # no place is taken twice, not even for a moment
        last = same.order_by("-place").values_list("place", flat=True)[0]
        same.filter(pk=mine.pk).update(place=last + 1)
        same.filter(pk=before.pk).update(place=places[0])
        same.filter(pk=mine.pk).update(place=places[1])
        _note(template, by)


def _lock(play: Play) -> None:
    Play.objects.select_for_update(of=("self",)).get(pk=play.pk)


def _note(template: Template, by: Agent) -> None:
    cause = Cause(template.cause)
    record(TemplatesChanged(play_id=template.play_id, cause=cause, agent_id=by.id))
