import click


@click.command("run")
def command() -> None:
    """Run everything: database, web, worker, intake and mail. Ctrl-C stops it."""
    from lifelong.running import binaries, leftovers, logging, processes

    logging.configure()
    try:
        processes.run(lambda words: click.echo(words))
    except (processes.CannotRun, leftovers.CannotStart, binaries.NoPostgres) as error:
        raise click.ClickException(str(error)) from error
