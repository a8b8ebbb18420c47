"""`flask outbox …`: mail that waits to be sent."""

import click
from flask.cli import AppGroup

from core.outbox import deliver_waiting
from core.settings import settings

outbox_commands = AppGroup("outbox", help="Mail that waits to be sent.")


@outbox_commands.command("deliver")
def deliver() -> None:
    """Send the letters that are due."""
    if not settings()["SMTP_HOST"]:
        raise click.ClickException("No mail server is set. Set SMTP_HOST; until then letters are kept.")
    sent, failed = deliver_waiting()
    click.echo(f"{sent} sent, {failed} could not be sent.")
    if failed:
        raise SystemExit(1)
