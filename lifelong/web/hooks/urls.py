from django.urls import path

from lifelong.web.hooks.files import file
from lifelong.web.hooks.views import hook

app_name = "hooks"
urlpatterns = [
    path("files/<str:signed>", file, name="file"),
    path("<str:connector>/<str:key>", hook, name="hook"),
]
