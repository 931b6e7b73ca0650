from pathlib import Path

import click


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def command(path: Path) -> None:
    """Write database, files and keys into one new file at PATH."""
    from lifelong.running import backups

    try:
        backups.backup(path)
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already.") from error
    click.echo(f"Backed up to {path}. It holds the keys: keep it safe.")
