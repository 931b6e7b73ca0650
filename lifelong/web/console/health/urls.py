from django.urls import path

from lifelong.web.console.health import pages, undelivered

urlpatterns = [
    path("", pages.health),
    path("/now", pages.now),
    path("/backlog/attempts", pages.backlog_attempts),
    path("/parked/round", pages.parked_round),
    path("/undelivered/attempts", undelivered.all_attempts),
    path("/undelivered/<uuid:entry_id>/attempts", undelivered.attempts),
    path("/undelivered/<uuid:entry_id>/doubt", undelivered.doubt),
]
