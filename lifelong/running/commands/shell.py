import click


@click.command("shell")
def command() -> None:
    """A Python shell with the models at hand."""
    from django.core.management import call_command

    from lifelong.running import installation

    with installation.django_at_hand():
        call_command("shell")
