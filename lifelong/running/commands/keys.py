import click


@click.group("keys")
def command() -> None:
    """The keys under which secrets and raw messages are sealed."""


@command.command("rotate")
def rotate() -> None:
    """Seal everything under a new key, while Lifelong stands still.

    The key before stays valid for older backups; rotate once more to be rid of it.
    """
    from lifelong.running.installation import django_at_hand

    with django_at_hand():
        from lifelong.running.health import of_each_part
        from lifelong.running.rotation import rotate

        alive = [name for name, state in of_each_part().items() if state == "ok"]
        if alive != ["database"]:
            # its processes know the old key alone, and could open nothing any more
            raise click.ClickException("Lifelong is running. Stop it first.")
        for table, rows in rotate().items():
            click.echo(f"{table}: {rows} rows")
    click.echo("Start Lifelong again, and keep a copy of keys.env: nothing opens without it.")
