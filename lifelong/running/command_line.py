"""The command `lifelong`. Each module of `commands` holds one of its commands.

Heavy imports happen inside the commands, so that `lifelong --help` is quick.
"""

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
        from lifelong.running import installation, life

        with installation.at_hand():
            life.of(part.name, part.run)

    return click.Command(part.name, callback=run, hidden=True, help=f"The {part.name} process.")


for found in pkgutil.iter_modules(commands.__path__):
    main.add_command(importlib.import_module(f"{commands.__name__}.{found.name}").command)
for each in PARTS:
    main.add_command(_hidden(each))

if __name__ == "__main__":
    main()
