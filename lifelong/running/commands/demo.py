import click


@click.group("demo")
def command() -> None:
    """The demo shop that a first start fills."""


@command.command("live")
@click.option(
    "--minutes",
    type=click.FloatRange(1, 24 * 60),
    default=15.0,
    show_default=True,
    help="After so long it rests.",
)
def live(minutes: float) -> None:
    """Let customers write, buy and wait for parcels, every few seconds.

    The same as the switch on screen; `lifelong run` has to be running. Mails come by SMTP, texts
    and the store's news by signed webhooks, chats by the widget. Nothing leaves this machine.
    """
    from lifelong.running.installation import django_at_hand

    with django_at_hand():
        from datetime import timedelta

        from lifelong.lib.errors import NotFound
        from lifelong.running.health import of_each_part
        from lifelong.simulation.actions.enlivening import enliven

        if set(of_each_part().values()) != {"ok"}:
            raise click.ClickException("Nobody could come in: start `lifelong run` first.")
        try:
            enliven(lasting=timedelta(minutes=minutes))
        except NotFound as no_demo:
            raise click.ClickException(str(no_demo)) from no_demo
        click.echo(f"The demo shop lives for {minutes:g} minutes. `lifelong demo rest` ends it.")


@command.command("rest")
def rest() -> None:
    """Let nobody write by themselves any more."""
    from lifelong.running.installation import django_at_hand

    with django_at_hand():
        from lifelong.simulation.actions.enlivening import let_rest

        let_rest()
        click.echo("The demo shop rests.")
