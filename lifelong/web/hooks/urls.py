from django.urls import path

from lifelong.web.hooks.views import hook

app_name = "hooks"
urlpatterns = [path("<str:connector>/<str:key>", hook, name="hook")]
