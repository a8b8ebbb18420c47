"""The support procedure: beginning it, issuing it to all ICT users, and to each one who joins."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from core.db import db
from core.events import subscribe
from core.ledger.canonical import canonical_bytes
from itsm_sandbox.catalogue.procedures.models import Procedure, ProcedureIssue, ProcedureVersion
from itsm_sandbox.catalogue.procedures.queries import find_current_procedure, get_version, list_recipient_ids
from itsm_sandbox.catalogue.procedures.rules import ProcedureFacts, memo_of
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.perform import Refused, apply
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.workplace.people.queries import list_users


def check_there_is_none(workplace_id: int, _given: Mapping[str, Any]) -> None:
    there = find_current_procedure(workplace_id)
    if there is not None:
        raise Refused(f"There is a support procedure already: {there.title}. Begin a new version of it.")


def blank(_author: Colleague | None) -> Procedure:
    return Procedure(title="", version_number=0)


@subscribe("colleague.joined")
def issue_to_joiner(workplace: Workplace, joiner: Colleague, at: datetime) -> None:
    """Send the master document to somebody who became an ICT user. The workplace must be locked."""
    procedure = find_current_procedure(workplace.id)
    if procedure is None or not procedure.version_number or WorkRole.USER not in joiner.roles:
        return
    if joiner.id not in list_recipient_ids(procedure.id, procedure.version_number):
        apply(workplace, procedure, "issue_to_joiner", {"colleague_id": joiner.id}, actor=None, at=at)


def hash_of_version(title: str, memo: str, body: str) -> str:
    return hashlib.sha256(canonical_bytes({"title": title, "memo": memo, "body": body})).hexdigest()


def freeze_and_send(deed: Deed) -> None:
    """Keep the text as it went out, and to whom it went."""
    procedure: Procedure = deed.artefact
    memo = memo_of(procedure.opening, procedure.closing)
    version = ProcedureVersion(
        procedure_id=procedure.id,
        number=procedure.version_number,
        title=procedure.title,
        memo=memo,
        body=procedure.body,
        sha256=hash_of_version(procedure.title, memo, procedure.body),
        issued_at=deed.event.at,
        issued_by_id=deed.actor.id if deed.actor else None,
    )
    db.session.add(version)
    for user in list_users(procedure.workplace_id):
        _send(version, user.id, deed.event.at)


def send_to_one(deed: Deed) -> None:
    version = get_version(deed.artefact.id, deed.artefact.version_number)
    _send(version, deed.given["colleague_id"], deed.event.at)


def _send(version: ProcedureVersion, colleague_id: int, at: datetime) -> None:
    db.session.add(
        ProcedureIssue(
            procedure_id=version.procedure_id,
            version_number=version.number,
            colleague_id=colleague_id,
            sha256=version.sha256,
            issued_at=at,
        )
    )


def facts_of(procedure: Procedure) -> ProcedureFacts:
    return ProcedureFacts(
        users=lambda: [one.id for one in list_users(procedure.workplace_id)],
        sent_to=partial(list_recipient_ids, procedure.id, procedure.version_number),
    )
