from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RunningConfig(AppConfig):
    """The topmost floor: when it is ready, so are all below it."""

    name = "lifelong.running"

    def ready(self) -> None:
        autodiscover_modules("events", "reactions")
