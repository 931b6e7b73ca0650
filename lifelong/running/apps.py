from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RunningConfig(AppConfig):
    """The topmost floor: when it is ready, so are all below it."""

    name = "lifelong.running"

    def ready(self) -> None:
        autodiscover_modules("events", "reactions")
        from lifelong.plays.retention.actions.drawing import hold_out
        from lifelong.routing import ports

        ports.hold_out = hold_out

        from lifelong.running.health import seen
        from lifelong.web.console.health import ports as health

        health.parts = seen
