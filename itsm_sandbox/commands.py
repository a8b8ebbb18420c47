"""`flask workplace …`: letting due things happen, and proving that what is kept is what happened."""

import click
from flask.cli import AppGroup

from itsm_sandbox.engine.replay import Mismatch
from itsm_sandbox.engine.timers import catch_up
from itsm_sandbox.home.verify import list_workplace_ids, verify_workplace
from itsm_sandbox.live_work.imports.services.files import forget_left_open

workplace_commands = AppGroup("workplace", help="Practice workplaces.")


@workplace_commands.command("tick")
@click.argument("workplace_id", type=int, required=False)
def tick(workplace_id: int | None) -> None:
    """Let everything happen whose time has come, in one workplace or in all; forget files that nobody came back to."""
    done = forget_left_open()
    for one in _chosen(workplace_id):
        while happened := catch_up(one):
            done += happened
    click.echo(f"{done} {'thing' if done == 1 else 'things'} happened.")


@workplace_commands.command("verify")
@click.argument("workplace_id", type=int, required=False)
def verify(workplace_id: int | None) -> None:
    """Prove one workplace or all. Ends 0, or 1 naming the first mismatch of each."""
    chosen, failed = _chosen(workplace_id), False
    for one in chosen:
        try:
            proven = verify_workplace(one)
        except Mismatch as mismatch:
            failed = True
            click.echo(f"Workplace {one}: {mismatch}", err=True)
        else:
            click.echo(
                f"Workplace {one}, {proven.name}: {proven.events} events and {proven.artefacts} artefacts agree. "
                f"The last hash is {proven.last_hash}."
            )
    if not chosen:
        click.echo("There is no workplace yet.")
    if failed:
        raise click.exceptions.Exit(1)


def _chosen(workplace_id: int | None) -> list[int]:
    there = list_workplace_ids()
    if workplace_id is None:
        return there
    if workplace_id not in there:
        raise click.UsageError(f"There is no workplace {workplace_id}.")
    return [workplace_id]
