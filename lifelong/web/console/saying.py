"""Answering, noting, and the words not yet said."""

import json
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.drafting import ChangedElsewhere, save_draft
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.replying import NobodyToWriteTo, reply, withdraw
from lifelong.conversations.actions.sending import retry
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Contact, Entry, Resolution, Topic
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.people import shown_person
from lifelong.web.console.timeline import Seen, placed

MOST_WORDS = 100_000
MOST_BYTES = 20 * 1024 * 1024


class Unclear(Refused):
    """What the form said cannot be meant."""

    code = "unclear"
    status = 422


class ReplyForm(forms.Form):
    id = forms.UUIDField(required=False)
    contact = forms.UUIDField(required=False)
    text = forms.CharField(required=False, max_length=MOST_WORDS, strip=False)
    seen = forms.CharField(required=False)
    send_at = forms.CharField(required=False)
    topic = forms.ModelChoiceField(Topic.objects.filter(is_active=True), required=False)
    then = forms.CharField(required=False)

    def clean_seen(self) -> int | None:
        try:
            return Seen.read(self.cleaned_data["seen"]).position
        except ValueError:
            return 0

    def clean_send_at(self) -> datetime | None:
        text = self.cleaned_data["send_at"]
        return datetime.fromisoformat(text) if text else None


def _valid(form: forms.Form) -> dict[str, object]:
    if not form.is_valid():
        first = next(iter(form.errors.values()))
        raise Unclear(str(first[0]))
    return form.cleaned_data


@door("POST", needs=Verb.ANSWER)
def replies(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    form = ReplyForm(request.POST)
    _valid(form)
    data = form.cleaned_data
    contact = _contact(request, conversation_id, data["contact"])
    with transaction():
        entry = reply(
            contact,
            text=data["text"],
            by=request.agent,
            seen_position=data["seen"],
            entry_id=data["id"],
            files=_files(request),
            send_at=data["send_at"],
        )
        if data["then"] == "close":
            close(contact, topic=data["topic"], by=request.agent, resolution=Resolution.SOLVED)
    if data["then"] == "close":
        return shown_person(request, conversation.id)
    return placed(request, entry)


def _contact(request: ConsoleRequest, conversation_id: UUID, contact_id: UUID | None) -> Contact:
    mine = queries.contacts(visible_to=request.caller).filter(conversation_id=conversation_id)
    found = mine.filter(pk=contact_id) if contact_id else mine.order_by("-opened_at")
    contact = found.first()
    if contact is None:
        raise NobodyToWriteTo("There is no matter to answer yet.")
    return contact


def _files(request: ConsoleRequest) -> list[IncomingFile]:
    uploads = request.FILES.getlist("files")
    if sum(upload.size or 0 for upload in uploads) > MOST_BYTES:
        raise Unclear("These files are larger than 20 MB together; mail would not carry them.")
    return [
        IncomingFile(
            name=upload.name or "file",
            content_type=upload.content_type or "application/octet-stream",
            content=upload.read(),
        )
        for upload in uploads
    ]


@door("POST", needs=Verb.ANSWER)
def notes(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    form = ReplyForm(request.POST)
    _valid(form)
    entry = note(
        conversation,
        text=form.cleaned_data["text"],
        by=request.agent,
        entry_id=form.cleaned_data["id"],
    )
    return placed(request, entry)


@door("PUT", needs=Verb.ANSWER)
def draft(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """{text, version, kind} -> {version}; 409 {version, text} when another window was first."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    said = _json(request)
    try:
        saved = save_draft(
            conversation,
            by=request.agent,
            text=str(said.get("text", ""))[:MOST_WORDS],
            version=int(str(said.get("version", 0))),
            kind="note" if said.get("kind") == "note" else "reply",
        )
    except ChangedElsewhere as elsewhere:
        newer = elsewhere.draft
        return JsonResponse({"version": newer.version, "text": newer.text}, status=409)
    return JsonResponse({"version": saved.version})


def _json(request: ConsoleRequest) -> dict[str, object]:
    try:
        said = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Unclear("This is not JSON.") from error
    if not isinstance(said, dict):
        raise Unclear("This is not a JSON object.")
    return said


@door("POST", needs=Verb.ANSWER)
def withdrawal(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    entry = _own_entry(request, entry_id)
    withdraw(entry, by=request.agent)
    return shown_person(request, entry.conversation_id)


@door("POST", needs=Verb.ANSWER)
def attempts(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    entry = _own_entry(request, entry_id)
    retry(entry)
    return placed(request, entry)


def _own_entry(request: ConsoleRequest, entry_id: UUID) -> Entry:
    return queries.entry(entry_id, visible_to=request.caller)
