"""Answering, noting, and taking back."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.awaiting import try_again
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.doubting import ask, let_be
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.replying import reply, withdraw
from lifelong.conversations.actions.sending import retry
from lifelong.conversations.models import Contact, Conversation, Entry, Resolution, Topic
from lifelong.conversations.people import ids_of
from lifelong.conversations.statements import MATTER, MATTERS
from lifelong.conversations.ways import NobodyToWriteTo
from lifelong.knowledge.actions.tracing import refuse_unfilled, trace
from lifelong.lib.transactions import transaction
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.drafts import MOST_WORDS
from lifelong.web.console.forms import files_in, uuid_in, valid
from lifelong.web.console.hints import hinting
from lifelong.web.console.moments import chosen
from lifelong.web.console.timeline import placed


class ReplyForm(forms.Form):
    id = forms.UUIDField(required=False)
    contact = forms.UUIDField(required=False)
    text = forms.CharField(required=False, max_length=MOST_WORDS, strip=False)
    #: the last position that the writer had before their eyes
    seen = forms.IntegerField(required=False)
    #: the version of the draft that this screen knows
    draft = forms.IntegerField(required=False)
    send_at = forms.CharField(required=False)
    #: "": as the customer wrote last
    channel = forms.CharField(required=False)
    own = forms.CharField(required=False)
    topic = forms.ModelChoiceField(Topic.objects.filter(is_active=True), required=False)
    then = forms.CharField(required=False)
    #: what is open in the text shall stay so
    as_is = forms.BooleanField(required=False)

    def clean_send_at(self) -> datetime | None:
        text = self.cleaned_data["send_at"]
        return chosen(text, self.data.get("own", "")) if text else None


@door("POST", needs=Verb.ANSWER)
def replies(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    data = valid(ReplyForm(request.POST))
    contact = _contact(conversation, data["contact"])
    if not data["as_is"]:
        refuse_unfilled(data["text"])
    with transaction():
        entry = reply(
            contact,
            text=data["text"],
            by=request.agent,
            seen_position=data["seen"] or 0,
            entry_id=data["id"],
            draft_version=data["draft"],
            files=files_in(request),
            again=[uuid_in(one) for one in request.POST.getlist("again")],
            send_at=data["send_at"],
            channel=data["channel"],
        )
        trace(entry, texts=[uuid_in(one) for one in request.POST.getlist("answer")])
        if data["then"] == "close" and _is_open(contact):  # else a second try
            close(contact, topic=data["topic"], by=request.agent, resolution=Resolution.SOLVED)
    return _placed(request, entry)


def _is_open(contact: Contact) -> bool:
    contact.refresh_from_db(fields=["closed_at"])
    return contact.closed_at is None


def _contact(conversation: Conversation, contact_id: UUID | None) -> Contact:
    ids = ids_of(conversation)
    contact = MATTER.first(ids=ids, id=contact_id) if contact_id else MATTERS.first(ids=ids)
    if contact is None:
        raise NobodyToWriteTo(_("There is no matter to answer yet."))
    return contact


@door("POST", needs=Verb.ANSWER)
def preview(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """An answer by mail as its reader would see it. Nothing is kept."""
    queries.conversation(conversation_id, visible_to=request.caller)
    data = valid(ReplyForm(request.POST))
    return render(request, "console/preview.html", {"text": data["text"].strip()})


@door("POST", needs=Verb.ANSWER)
def notes(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    data = valid(ReplyForm(request.POST))
    entry = note(
        conversation,
        text=data["text"],
        by=request.agent,
        entry_id=data["id"],
        draft_version=data["draft"],
    )
    return _placed(request, entry)


def _placed(request: ConsoleRequest, entry: Entry, *, draft_restored: bool = False) -> HttpResponse:
    """The entry for its place, and a hint that all else about the person looks different."""
    answer = placed(request, entry)
    return hinting(answer, entry.conversation_id, draft_restored=draft_restored)


@door("POST", needs=Verb.ANSWER)
def withdrawal(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    entry = _own_entry(request, entry_id)
    withdraw(entry, by=request.agent)
    return _placed(request, entry, draft_restored=True)


@door("POST", needs=Verb.ANSWER)
def attempts(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    entry = _own_entry(request, entry_id)
    retry(entry)
    return _placed(request, entry)


@door("POST", "DELETE", needs=Verb.ANSWER)
def doubt(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    """POST: have the other side asked for a message of which nobody knows. DELETE: let it be."""
    entry = _own_entry(request, entry_id)
    if request.method == "DELETE":
        let_be(entry, by=request.agent)
    else:
        ask(entry)
    return _placed(request, entry)


@door("POST", needs=Verb.ANSWER)
def files(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    """Have the files of a message fetched that could not be."""
    entry = _own_entry(request, entry_id)
    try_again(entry)
    return _placed(request, entry)


def _own_entry(request: ConsoleRequest, entry_id: UUID) -> Entry:
    return queries.entry(entry_id, visible_to=request.caller)
