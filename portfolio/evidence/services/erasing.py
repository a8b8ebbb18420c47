"""Erasing the files of void evidence from the store, unless something else is kept in the same bytes."""

import logging

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock, storage
from core.db import after_commit, transaction
from portfolio.evidence.models import Evidence
from portfolio.evidence.queries import is_in_evidence, list_erased_files, lock_evidence
from portfolio.evidence.rules.states import EvidenceCannotMove
from portfolio.vocabulary import EvidenceState

log = logging.getLogger(__name__)


def erase_files(evidence_id: int) -> Evidence:
    """Let nobody read the files of void evidence again, and take them out of the store once that is on disk.

    It asks no permission and writes no record of its own; call it inside the deed that made the evidence void.
    """
    with transaction() as session:
        evidence = lock_evidence(session, evidence_id)
        if evidence.state is not EvidenceState.VOID:
            raise EvidenceCannotMove("Only the files of void evidence can be erased.")
        if evidence.files_erased_at is None:
            evidence.files_erased_at = clock.now()
            session.flush()
            after_commit(_try_to_finish)
    return evidence


def finish_erasing() -> int:
    """Remove what erased evidence alone held and the store still has; return how many files went.

    Runs after each erasure and by `flask portfolio erase-files`, as a crash may come between the commit and the disk.
    """
    store = storage.current()
    return sum(remove_unless_held(sha256) for sha256 in list_erased_files() if store.exists(sha256))


def remove_unless_held(sha256: str) -> bool:
    """Take a file out of the store unless something needs it, evidence or what another package keeps."""
    with transaction() as session:
        hold_still(session, sha256)
        if storage.is_held(sha256):
            return False
        storage.current().remove(sha256)
        return True


def hold_still(session: Session, sha256: str) -> None:
    """Let nobody else add or remove this file until the transaction ends (SQLite has one writer at a time anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(sha256[:15], 16))))


storage.holder(is_in_evidence)


def _try_to_finish() -> None:
    try:
        finish_erasing()
    except OSError:
        log.exception("Files of void evidence are still in the store; run flask portfolio erase-files.")
