from django.urls import path

from lifelong.web.console.me import myself, shifts

urlpatterns = [
    path("me", myself.me),
    path("me/theme", myself.theme),
    path("me/shift", shifts.shift),
    path("me/absence", shifts.absence),
]
