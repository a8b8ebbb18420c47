"""`flask accounts …`: opening a centre, and forgetting what need not be kept."""

import click
from flask.cli import AppGroup

from accounts import services
from core.errors import DomainError

accounts_commands = AppGroup("accounts", help="Centres and the people in them.")


@accounts_commands.command("create-centre")
@click.argument("name")
@click.option("--admin-email", required=True, help="Who runs the centre; an invitation is sent there.")
@click.option("--admin-name", default="Provider admin", show_default=True)
def create_centre(name: str, admin_email: str, admin_name: str) -> None:
    """Open a centre and invite its first provider admin."""
    try:
        invited = services.create_centre(name, admin_name=admin_name, admin_email=admin_email)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{invited.membership.centre.name} is open. {invited.membership.person.email} is its provider admin.")
    if invited.link:
        click.echo(f"The invitation, which works once and for three days:\n{invited.link}")
    else:
        click.echo("They have an account already and can sign in.")


@accounts_commands.command("tidy")
def tidy() -> None:
    """Forget old sessions, links and sign-in attempts; run it daily."""
    click.echo(f"{services.forget_old_records()} old records are forgotten.")
