from django.urls import path

from lifelong.web.hooks.files import file
from lifelong.web.hooks.views import hook

#: the route of a vendor's door, beneath PREFIX
HOOK = "<str:connector>/<str:key>"

app_name = "hooks"
urlpatterns = [
    path("files/<str:signed>", file, name="file"),
    path(HOOK, hook, name="hook"),
]
