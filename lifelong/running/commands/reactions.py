import click


@click.command("reactions")
def command() -> None:
    """Print every kind of fact with what follows from it."""
    import django

    from lifelong.running import environment

    environment.ensure()
    django.setup()
    from lifelong.events import reactor

    for fact, reactions in reactor.table():
        click.echo(fact)
        for reaction in reactions:
            click.echo(f"  {reaction}")
