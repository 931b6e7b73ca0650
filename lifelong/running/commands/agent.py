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


@command.command("let-in")
@click.argument("email")
@click.option("--take-second-factor", is_flag=True, help="They lost it: be sure that it is them.")
def let_in(email: str, take_second_factor: bool) -> None:
    """A link for a new password, where no admin can get in to make one."""
    from lifelong.running.installation import django_at_hand

    with django_at_hand():
        from django.conf import settings
        from django.urls import reverse

        from lifelong.accounts.actions import securing
        from lifelong.accounts.actions.inviting import invitation_for
        from lifelong.accounts.models import Agent

        agent = Agent.objects.filter(email__iexact=email, is_active=True).first()
        if agent is None:
            raise click.ClickException(f"Nobody here signs in as {email}.")
        if take_second_factor:
            securing.take_second_factor(agent, by=None)
        path = reverse("invitation", args=[invitation_for(agent)])
        click.echo(f"{agent.name} chooses a new password at {settings.PUBLIC_URL}{path}")
