from django.urls import URLPattern, URLResolver, include, path

from lifelong.web.later import urls_later
from lifelong.web.look.brands import logo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lifelong.web.signin.urls")),
    path("", include("lifelong.web.console.urls")),
    urls_later("api/v1/", "lifelong.web.api.urls", namespace="api"),
    path("widget/", include("lifelong.web.widget.urls")),
    path("t/", include("lifelong.web.taps.urls")),
    path("logos/<slug:digest>", logo, name="logo"),
    path("hooks/", include("lifelong.web.hooks.urls")),
]
