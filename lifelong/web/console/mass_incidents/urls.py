from django.urls import path

from lifelong.web.console.mass_incidents import answering, pages

urlpatterns = [
    path("", pages.masses),
    path("/rows", pages.rows),
    path("/count", pages.count),
    path("/<uuid:mass_id>", pages.mass),
    path("/<uuid:mass_id>/progress", pages.progress),
    path("/<uuid:mass_id>/decision", pages.decision),
    path("/<uuid:mass_id>/replies", answering.replies),
    path("/<uuid:mass_id>/answers", answering.answers),
]
