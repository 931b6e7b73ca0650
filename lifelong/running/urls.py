from django.urls import URLPattern, URLResolver, include, path

from lifelong.running import operations

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", operations.health, name="health"),
    path("metrics", operations.metrics, name="metrics"),
    path("", include("lifelong.web.urls")),
]
