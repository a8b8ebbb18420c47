"""`flask demo`: a centre with people and three months of history, to look at and to try things in."""

import click
from flask.cli import with_appcontext

from core.errors import DomainError
from demo.content import sign_ins
from demo.history import is_any_centre_here, is_demo_here, make_demo


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is a centre already.")
@click.option("--without-workplaces", is_flag=True, help="Leave the practice workplaces out, which take the longest.")
@with_appcontext
def demo(*, if_empty: bool, without_workplaces: bool) -> None:
    """Make the demo centre and print who can sign in."""
    if if_empty and is_any_centre_here():
        click.echo(_table() if is_demo_here() else "There is a centre already, so no demo centre was made.")
        return
    try:
        make_demo(with_workplaces=not without_workplaces)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    click.echo(_table())


def _table() -> str:
    rows = sign_ins()
    width = max(len(label) for label, _, _ in rows)
    lines = [f"  {label:<{width}}  {email}" for label, email, _ in rows]
    return "\n".join(["The demo centre's people:", *lines, f"Everybody's password: {rows[0][2]}"])
