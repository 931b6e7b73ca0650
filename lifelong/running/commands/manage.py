import click


@click.command("manage", context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Django's own commands: `lifelong manage shell`."""
    from django.core.management import execute_from_command_line

    from lifelong.running import installation

    with installation.at_hand():
        execute_from_command_line(["lifelong manage", *arguments])
