"""What screens send, read into values; what cannot be meant is refused with a sentence."""

import json
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Resolution
from lifelong.lib.errors import Refused

Choice = TypeVar("Choice")

MOST_BYTES = 20 * 1024 * 1024


class Unclear(Refused):
    """What the form said cannot be meant."""

    code = "unclear"
    status = 422


def valid(form: forms.Form) -> dict[str, Any]:
    """The form's values. Raises `Unclear` with the first of its complaints."""
    if not form.is_valid():
        raise Unclear(str(next(iter(form.errors.values()))[0]))
    return form.cleaned_data


def choice(kind: type[Choice], value: str) -> Choice:
    try:
        return kind(value)  # type: ignore[call-arg]
    except ValueError as error:
        raise Unclear(_("That is not one of the choices.")) from error


def resolution_in(value: str) -> Resolution:
    """As what somebody closes a matter; combined it is by being combined alone."""
    found = choice(Resolution, value)
    if found is Resolution.COMBINED:
        raise Unclear(_("That is not one of the choices."))
    return found


NOBODY = UUID(int=0)


def uuid_in(text: str) -> UUID:
    """The id in a field; where there is none, one that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return NOBODY


def json_in(request: HttpRequest) -> dict[str, object]:
    try:
        said = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Unclear(_("This is not JSON.")) from error
    if not isinstance(said, dict):
        raise Unclear(_("This is not a JSON object."))
    return said


def files_in(request: HttpRequest) -> list[IncomingFile]:
    """What was attached. Raises `Unclear` for more than mail would carry."""
    uploads = request.FILES.getlist("files")
    if sum(upload.size or 0 for upload in uploads) > MOST_BYTES:
        raise Unclear(_("These files are larger than 20 MB together; mail would not carry them."))
    return [
        IncomingFile(
            name=upload.name or "file",
            content_type=upload.content_type or "application/octet-stream",
            content=upload.read(),
        )
        for upload in uploads
    ]
