from django.urls import include, path

from lifelong.web.console import (
    drafts,
    listening,
    mail,
    matters,
    ownership,
    people,
    presence,
    saying,
    timeline,
    waiting,
    who,
)

app_name = "console"
urlpatterns = [
    path("", people.desk, name="desk"),
    path("people/<uuid:conversation_id>", people.person, name="person"),
    path("waiting", waiting.waiting, name="waiting"),
    path("waiting/closed", waiting.closed, name="closed"),
    path("conversations/<uuid:conversation_id>/entries", timeline.entries, name="entries"),
    path("conversations/<uuid:conversation_id>/who", who.who, name="who"),
    path("conversations/<uuid:conversation_id>/replies", saying.replies, name="replies"),
    path("conversations/<uuid:conversation_id>/notes", saying.notes, name="notes"),
    path("conversations/<uuid:conversation_id>/draft", drafts.draft, name="draft"),
    path("conversations/<uuid:conversation_id>/ownership", ownership.ownership, name="ownership"),
    path("conversations/<uuid:conversation_id>/presence", presence.presence, name="presence"),
    path("conversations/<uuid:conversation_id>/inbox", ownership.inbox, name="inbox"),
    path("contacts/<uuid:contact_id>/closure", matters.closure, name="closure"),
    path("contacts/<uuid:contact_id>/set-aside", matters.set_aside, name="set-aside"),
    path("contacts/<uuid:contact_id>/promises", matters.promises, name="promises"),
    path("promises/<uuid:promise_id>/settlement", matters.promise_settlement, name="settlement"),
    path("entries/<uuid:entry_id>/html", mail.html, name="html"),
    path("entries/<uuid:entry_id>/withdrawal", saying.withdrawal, name="withdrawal"),
    path("entries/<uuid:entry_id>/attempts", saying.attempts, name="attempts"),
    path("files/<uuid:attachment_id>", mail.file, name="file"),
    path("pictures/<str:signed>", mail.picture, name="picture"),
    path("", include("lifelong.web.console.me.urls")),
    path("intake/", include("lifelong.web.console.intake.urls")),
    path("settings/", include("lifelong.web.console.settings.urls")),
    path("stream/token", listening.stream_token, name="stream-token"),
]
