"""`flask assessment …`: deriving again what pages read."""

import click
from flask.cli import AppGroup

from assessment.standing.services import rebuild_standings

assessment_commands = AppGroup("assessment", help="Standings of criteria, units and enrolments.")


@assessment_commands.command("derive")
def derive() -> None:
    """Derive every standing again from claims, judgements and signatures."""
    changed = rebuild_standings()
    click.echo(f"Standings derived; {changed} {'row was' if changed == 1 else 'rows were'} not as they should be.")
