import click


@click.command("migrate")
def command() -> None:
    """Bring the database up to this version of the code."""
    from django.core.management import call_command

    from lifelong.running import installation

    with installation.django_at_hand():
        call_command("migrate", interactive=False)
