from django.urls import path

from lifelong.web.widget import embedding, meeting, talking

app_name = "widget"
urlpatterns = [
    path("<slug:key>.js", embedding.loader, name="loader"),
    path("<slug:key>/", embedding.frame, name="frame"),
    path("<slug:key>/sessions", meeting.sessions, name="sessions"),
    path("<slug:key>/messages", talking.messages, name="messages"),
    path("<slug:key>/receipts", talking.receipts, name="receipts"),
    path("<slug:key>/presence", meeting.presence, name="presence"),
    path("<slug:key>/notices", meeting.notices, name="notices"),
    path("<slug:key>/stream-token", meeting.stream_token, name="stream-token"),
    path("<slug:key>/files/<str:signed>", talking.file, name="file"),
]
