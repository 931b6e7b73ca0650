from pathlib import Path

import click


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Replace what is there.")
def command(path: Path, force: bool) -> None:
    """Make this installation what it was when the backup at PATH was made."""
    from lifelong.running import backups, environment

    try:
        backups.restore(path, force=force)
    except backups.CannotRestore as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored into {environment.home()}.")
