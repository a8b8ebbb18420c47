"""`flask portfolio …`: finishing what a crash may have left."""

import click
from flask.cli import AppGroup

from portfolio.evidence.services.erasing import finish_erasing

portfolio_commands = AppGroup("portfolio", help="Evidence and its files.")


@portfolio_commands.command("erase-files")
def erase_files() -> None:
    """Remove the files of void evidence that were to be erased and are still there."""
    removed = finish_erasing()
    click.echo(f"{removed} {'file was' if removed == 1 else 'files were'} erased.")
