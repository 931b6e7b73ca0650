import click


@click.group("demo")
def command() -> None:
    """The demo shop that a first start fills."""


@command.command("live")
@click.option("--every", default=4.0, show_default=True, help="Seconds between two events.")
@click.option("--seed", type=int, help="The same seed has the same people do the same.")
def live(every: float, seed: int | None) -> None:
    """Let customers write, buy and wait for parcels, until Ctrl-C.

    Beside a running `lifelong run`: mails come by SMTP, texts and the store's news by signed
    webhooks, chats by the widget. Nothing leaves this machine.
    """
    from lifelong.running.installation import django_at_hand

    with django_at_hand():
        import random
        import time

        from lifelong.simulation.demo import is_here
        from lifelong.simulation.doors import Shut
        from lifelong.simulation.living import Life

        if not is_here():
            raise click.ClickException("This installation is not the demo shop: nobody is made up.")
        click.echo("The demo shop lives. Ctrl-C stops it.")
        life, chance = Life(random.Random(seed)), random.Random(seed)
        try:
            while True:
                try:
                    click.echo(f"  {life.step()}")
                except Shut as shut:
                    words = "Is `lifelong run` running with the same PORT and SMTP_PORT?"
                    raise click.ClickException(f"{shut}. {words}") from shut
                time.sleep(every * chance.uniform(0.5, 1.5))
        except KeyboardInterrupt:
            click.echo("Stopped.")
