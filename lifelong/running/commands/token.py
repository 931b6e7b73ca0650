from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
    from lifelong.accounts.models import Agent


@click.group("token")
def command() -> None:
    """Make, list and take back keys to the API."""


@command.command("create")
@click.option("--role", default="admin", show_default=True, help="Whose scopes it gets.")
@click.option("--scope", "scopes", multiple=True, help="Only this scope; may be repeated.")
@click.option("--agent", "email", help="Address of the agent it acts for. Writing needs one.")
@click.option("--name", default="command line", show_default=True, help="To know it again.")
def create(role: str, scopes: tuple[str, ...], email: str | None, name: str) -> None:
    """Print a new token, alone on the last line. It is shown this once."""
    with _ready():
        from lifelong.accounts.actions.issuing import issue

        token, key = issue(name=name, scopes=scopes or _scopes_of(role), agent=_agent(email))
        click.echo(f"Token {token.name!r}, for {token.agent or 'a service'}.")
        click.echo(f"It may: {', '.join(token.scopes)}.")
        click.echo("Send it as `Authorization: Bearer ...`. Keep it safe: only its hash is kept.")
        click.echo(f"Take it back with `lifelong token revoke {token.id}`.")
    click.echo(key)


@command.command("list")
def show() -> None:
    """Every token with its scopes."""
    with _ready():
        from lifelong.accounts.models import Token

        for token in Token.objects.select_related("agent").order_by("made_at"):
            used = f"used {token.used_at:%Y-%m-%d %H:%M}" if token.used_at else "never used"
            state = "revoked" if token.revoked_at else used
            whose = token.agent.email if token.agent else "service"
            click.echo(f"{token.id}  {token.name}  {whose}  {state}  {' '.join(token.scopes)}")


@command.command("revoke")
@click.argument("token_id", type=click.UUID)
def take_back(token_id: UUID) -> None:
    """Let a token open nothing from now on."""
    with _ready():
        from lifelong.accounts.actions.issuing import revoke
        from lifelong.accounts.models import Token

        token = Token.objects.select_related("agent").filter(pk=token_id).first()
        if token is None:
            raise click.ClickException("There is no such token. See `lifelong token list`.")
        revoke(token)
        click.echo(f"Token {token.name!r} opens nothing any more.")


@contextmanager
def _ready() -> Iterator[None]:
    """The installation, its foreseen refusals said as sentences."""
    from lifelong.lib.errors import Refused
    from lifelong.running import binaries, installation, leftovers

    try:
        with installation.django_at_hand():
            from django.db import OperationalError, ProgrammingError

            try:
                yield
            except ProgrammingError as error:
                raise click.ClickException("First run `lifelong migrate`.") from error
            except OperationalError as error:
                raise click.ClickException(f"The database does not answer: {error}") from error
            except Refused as refusal:
                raise click.ClickException(str(refusal)) from refusal
    except (leftovers.CannotStart, binaries.NoPostgres) as error:
        raise click.ClickException(str(error)) from error


def _scopes_of(role: str) -> list[str]:
    """At the command line stands whoever runs the installation: admin means everything here."""
    from lifelong.accounts.models import Role
    from lifelong.accounts.policy import EVERY_SCOPE, POLICY

    if role not in Role.values:
        raise click.ClickException(f"Roles are {', '.join(Role.values)}.")
    return list(EVERY_SCOPE) if role == Role.ADMIN else [verb.value for verb in POLICY[Role(role)]]


def _agent(email: str | None) -> "Agent | None":
    from lifelong.accounts.models import Agent

    if email is None:
        return None
    agent = Agent.objects.filter(email__iexact=email, is_active=True).first()
    if agent is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return agent
