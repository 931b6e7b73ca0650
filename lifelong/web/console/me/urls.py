from django.urls import path

from lifelong.web.console.me import myself, shifts

urlpatterns = [
    path("me", myself.me),
    path("me/theme", myself.theme),
    path("me/shift", shifts.shift),
    path("me/screen", shifts.screen),
    path("me/sound", myself.sound),
    path("me/absence", shifts.absence),
]
