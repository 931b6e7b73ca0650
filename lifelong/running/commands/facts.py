import click


@click.command("facts")
@click.option("--rebuild", is_flag=True, help="Write all of it anew, not only what has changed.")
def command(rebuild: bool) -> None:
    """Write now what every number is reckoned from; else it is done every night."""
    from lifelong.running import installation

    with installation.django_at_hand():
        from lifelong.outcomes import keeping

        if not (keeping.rebuild() if rebuild else keeping.refresh()):
            raise click.ClickException("Somebody else is writing facts just now. Try again.")
        click.echo(f"Facts are written to {keeping.folder()}.")
