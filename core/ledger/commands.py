"""`flask ledger …`: prove the logs, and sign them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from core.ledger.checkpoint_store import LedgerRefusal, checkpoint_store, sign_checkpoint
from core.ledger.entries import in_words
from core.ledger.verification import Mismatch, Verified, list_logs, verify_log

ledger_commands = AppGroup("ledger", help="Prove and sign the tamper-evident logs.")


@ledger_commands.command("verify")
@click.option("--log", "log_id", type=int, help="Only this log.")
@click.option("--checkpoint", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
              help="A signed checkpoint that was kept elsewhere; needs --log.")  # fmt: skip
@click.option("--skip-files", is_flag=True, help="Do not read the files' bytes again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_command(*, log_id: int | None, kept: tuple[Path, ...], skip_files: bool, as_json: bool) -> None:
    """Prove every entry from its rows and files. Ends 0, or 1 naming the first mismatch."""
    if kept and log_id is None:
        raise click.UsageError("--checkpoint needs --log, as a checkpoint belongs to one log.")
    witnessed = [path.read_text(encoding="utf-8") for path in kept]
    verdicts = [
        _verdict(one, files=not skip_files, witnessed=witnessed)
        for one in (list_logs() if log_id is None else [log_id])
    ]
    failed = [verdict for verdict in verdicts if not isinstance(verdict, Verified)]
    if as_json:
        proven = [_as_json(verdict) for verdict in verdicts if isinstance(verdict, Verified)]
        click.echo(json.dumps({"ok": not failed, "logs": proven, "mismatches": [str(error) for error in failed]}))
    else:
        for verdict in verdicts:
            click.echo(_in_words(verdict), err=not isinstance(verdict, Verified))
        if not verdicts:
            click.echo("There is no log yet.")
    if failed:
        raise click.exceptions.Exit(1)


@ledger_commands.command("checkpoint")
def checkpoint_command() -> None:
    """Sign each log that changed since it was last signed, and print what was signed."""
    notes = [note for log_id in list_logs() if (note := sign_checkpoint(log_id)) is not None]
    click.echo("\n".join(notes) if notes else "No log changed since it was last signed.")


@ledger_commands.command("key")
@click.option("--log", "log_id", type=int, required=True)
def key_command(log_id: int) -> None:
    """Print the public key that a witness needs to check this log's checkpoints."""
    click.echo(checkpoint_store().signing_key().verifier(log_id))


def _verdict(log_id: int, *, files: bool, witnessed: Sequence[str]) -> Verified | Mismatch | LedgerRefusal:
    try:
        return verify_log(log_id, files=files, witnessed=witnessed)
    except (Mismatch, LedgerRefusal) as error:
        return error


def _in_words(verdict: Verified | Mismatch | LedgerRefusal) -> str:
    if not isinstance(verdict, Verified):
        return str(verdict)
    entries = in_words(verdict.size)
    return f"Log {verdict.log_id}: {entries}, root {verdict.root.hex()}, signed up to {verdict.signed_size}."


def _as_json(verdict: Verified) -> dict[str, Any]:
    return {
        "log": verdict.log_id,
        "size": verdict.size,
        "root": verdict.root.hex(),
        "signed_size": verdict.signed_size,
    }
