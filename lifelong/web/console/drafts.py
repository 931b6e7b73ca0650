"""Words not yet said."""

from uuid import UUID

from django.http import JsonResponse

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.drafting import ChangedElsewhere, save_draft
from lifelong.conversations.models import Attachment, Draft
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import json_in

MOST_WORDS = 100_000


@door("GET", "PUT", needs=Verb.ANSWER)
def draft(request: ConsoleRequest, conversation_id: UUID) -> JsonResponse:
    """GET: {text, version, kind, files}. PUT the first three: {version}; 409 and the newer one when
    another window was first."""
    # the very one: people who were joined may have a draft each
    conversation = queries.conversation_itself(conversation_id, visible_to=request.caller)
    if request.method == "GET":
        kept = Draft.objects.filter(conversation=conversation, agent=request.agent).first()
        return JsonResponse(_shape(kept) | {"files": files_of(kept)})
    said = json_in(request)
    version = said.get("version")
    try:
        saved = save_draft(
            conversation,
            by=request.agent,
            text=str(said.get("text", ""))[:MOST_WORDS],
            version=version if isinstance(version, int) else 0,
            kind="note" if said.get("kind") == "note" else "reply",
        )
    except ChangedElsewhere as elsewhere:
        return JsonResponse(_shape(elsewhere.draft), status=409)
    return JsonResponse({"version": saved.version})


def files_of(draft: Draft | None) -> list[dict[str, object]]:
    """Of what was taken back: [{id, name, size}], as file-tray.js takes them."""
    if draft is None or not draft.file_ids:
        return []
    rows = Attachment.objects.filter(pk__in=draft.file_ids).select_related("file")
    return [
        {"id": str(one.id), "name": one.file.name, "size": one.file.size}
        for one in sorted(rows, key=lambda one: draft.file_ids.index(one.id))
    ]


def _shape(draft: Draft | None) -> dict[str, object]:
    if draft is None:
        return {"text": "", "version": 0, "kind": "reply"}
    return {"text": draft.text, "version": draft.version, "kind": draft.kind}
