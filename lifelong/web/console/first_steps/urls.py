from django.urls import path

from lifelong.web.console.first_steps import pages

urlpatterns = [
    path("", pages.first_steps),
    path("/steps", pages.steps),
    path("/topics", pages.topics),
    path("/put-away/<slug:step>", pages.away),
]
