from django.urls import path

from lifelong.web.console.board import pages

urlpatterns = [
    path("", pages.board),
    path("/waiting", pages.waiting),
    path("/heroes", pages.heroes),
]
