"""The command `lifelong`. Each module of `commands` holds one of its commands.

Heavy imports happen inside the commands, so that `lifelong --help` is quick.
"""

import contextlib
import importlib
import pkgutil

import click

from lifelong.running import commands
from lifelong.running.parts import PARTS, Part


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Customer service with one lifelong conversation per customer."""


def _hidden(part: Part) -> click.Command:
    def run() -> None:
        from lifelong.running import installation, logging

        logging.configure()
        with installation.django_at_hand():
            _run_alive(part)

    return click.Command(part.name, callback=run, hidden=True, help=f"The {part.name} process.")


def _run_alive(part: Part) -> None:
    import structlog

    from lifelong.running.health import beating

    try:
        run = part.load()
        with beating(part.name) if part.beats else contextlib.nullcontext():
            run()
    except Exception:
        # logged, not printed: what an exception says may be a customer's words
        structlog.get_logger().exception("process failed", process=part.name)
        raise SystemExit(1) from None


for found in pkgutil.iter_modules(commands.__path__):
    main.add_command(importlib.import_module(f"{commands.__name__}.{found.name}").command)
for each in PARTS:
    main.add_command(_hidden(each))

if __name__ == "__main__":
    main()
