from django.urls import URLPattern, URLResolver, include, path

from lifelong.web.look.brands import logo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lifelong.web.signin.urls")),
    path("", include("lifelong.web.console.urls")),
    path("api/v1/", include("lifelong.web.api.urls")),
    path("widget/", include("lifelong.web.widget.urls")),
    path("t/", include("lifelong.web.taps.urls")),
    path("logos/<slug:digest>", logo, name="logo"),
    path("hooks/", include("lifelong.web.hooks.urls")),
]
