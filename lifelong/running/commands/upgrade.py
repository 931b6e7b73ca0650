import click


@click.command("upgrade")
def command() -> None:
    """Move the embedded database to the newest PostgreSQL that is here."""
    from lifelong.running import environment, upgrades

    try:
        moved = upgrades.upgrade(environment.ensure())
    except upgrades.CannotUpgrade as error:
        raise click.ClickException(str(error)) from error
    if moved is None:
        click.echo("The database is at the newest PostgreSQL that is here.")
    else:
        old, new = moved
        click.echo(f"Moved from PostgreSQL {old} to {new}; the old data stays until you remove it.")
