import click


@click.command("prepare", hidden=True)
def command() -> None:
    """Migrate and fill the demo shop, where that has not been done."""
    from lifelong.running import installation, preparation

    with installation.django_at_hand():
        preparation.prepare()
