import click


@click.group("agent")
def command() -> None:
    """The people of the service team."""


@command.command("hire")
@click.argument("email")
@click.option("--name", required=True, help="As customers will read it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=("hero",),
    show_default=True,
    type=click.Choice(["hero", "lead", "admin", "auditor", "finance", "warehouse", "seasonal"]),
    help="May be repeated: an admin who also answers is --role admin --role hero.",
)
@click.password_option(help="Asked for when left out.")
def hire(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Let somebody in: how an installation without the demo gets its first admin."""
    from lifelong.running.installation import django_at_hand

    with django_at_hand():
        from lifelong.accounts.actions.hiring import hire, set_password
        from lifelong.accounts.models import Role
        from lifelong.lib.errors import Refused
        from lifelong.lib.transactions import transaction

        try:
            with transaction():
                chosen = [Role(role) for role in roles]
                agent = hire(email=email, name=name, roles=chosen, by=None)
                set_password(agent, password=password, by=None)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        click.echo(f"{agent.name} can sign in as {agent.email}.")
