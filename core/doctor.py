"""Looks an installation over, and says of each part whether it is in order or what is wrong and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from core import readiness, storage
from core.assets import AssetsMissing, list_missing
from core.config import BadSetting
from core.outbox import find_trouble_with_mail_server

PARTS = ("instance", "settings", "front end", "database", "migrations", "files", "ledger", "mail")
FOR_DEVELOPERS = {
    "SHOW_MAILBOX": "everybody can read all mail",
    "SHOW_DEMO_SIGN_INS": "the sign-in page offers the demo's people with their password",
}


@dataclass(frozen=True)
class Finding:
    """One part of the installation. What is wrong has a remedy; what has none is in order."""

    part: str
    sentence: str = "In order."
    remedy: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(self.remedy)


def examine(instance: Path, make_app: Callable[[], Flask]) -> Iterator[Finding]:
    """Find what is wrong, in the order in which it is best mended. What cannot be asked any more is left out."""
    if not instance.is_dir():
        yield Finding(
            "instance",
            f"There is no folder {instance}.",
            "Run touchstone init, or set INSTANCE_FOLDER to the folder that is meant.",
        )
        return
    yield Finding("instance", f"In order: {instance}.")
    try:
        app = make_app()
    except BadSetting as refusal:
        yield Finding("settings", str(refusal), "Correct it in the environment or in .env, where .env.example helps.")
    except AssetsMissing:
        yield _front_end_is_missing("manifest.json")
    except OSError as refusal:
        yield Finding("instance", f"{refusal}.", "Let the user that runs Touchstone read and write that folder.")
    else:
        with app.app_context():
            yield from _examine_running()


def _examine_running() -> Iterator[Finding]:
    yield _examine_settings()
    missing = list_missing(current_app)
    yield _front_end_is_missing(missing[0]) if missing else Finding("front end")
    yield from _examine_readiness()
    yield _examine_mail()


def _examine_settings() -> Finding:
    shown = [(name, what) for name, what in FOR_DEVELOPERS.items() if current_app.config[name]]
    if current_app.config["PUBLIC_URL"] and shown:
        name, what = shown[0]
        return Finding("settings", f"{name} is 1 although PUBLIC_URL is set: {what}.", f"Remove {name}.")
    return Finding("settings")


def _front_end_is_missing(name: str) -> Finding:
    return Finding(
        "front end",
        f"The built front-end file {name} is missing.",
        "Install Touchstone again, or run make setup in a checkout.",
    )


def _examine_readiness() -> Iterator[Finding]:
    faults = {fault.part: fault for fault in readiness.list_faults()}
    for part in ("database", "migrations", "files", "ledger"):
        if part in faults:
            yield Finding(part, faults[part].problem, faults[part].remedy)
        elif part == "files" and not storage.current().has_room():
            yield Finding(part, "The disk has little room left, so no file is taken.", "Make room on that disk.")
        elif part != "migrations" or "database" not in faults:
            yield Finding(part)


def _examine_mail() -> Finding:
    if not current_app.config["SMTP_HOST"]:
        return Finding("mail", "In order: no mail server is set, so mail stays in the database.")
    trouble = find_trouble_with_mail_server()
    if trouble is None:
        return Finding("mail")
    return Finding(
        "mail", f"The mail server cannot be used ({trouble}).", "Look at the settings that begin with SMTP_."
    )
