from django.urls import path

from lifelong.web.console.lists import bulks, pages

urlpatterns = [
    path("", pages.lists),
    path("/rows", pages.rows),
    path("/shown", pages.shown),
    path("/newcomers", pages.newcomers),
    path("/counts", pages.counts),
    path("/<uuid:list_id>", pages.kept_list),
    path("/bulks", bulks.bulks),
    path("/bulks/<uuid:bulk_id>", bulks.bulk),
    path("/bulks/<uuid:bulk_id>/progress", bulks.progress),
    path("/bulks/<uuid:bulk_id>/running", bulks.running),
    path("/bulks/<uuid:bulk_id>/undoing", bulks.undoing),
]
