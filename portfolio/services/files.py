"""Files of a draft: kept by their content first, then recorded, so that a recorded file always exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from accounts.models import Membership
from accounts.permissions import require
from core import clock, storage
from core.db import transaction
from core.errors import DomainError, NotFound
from portfolio import queries
from portfolio.models import EvidenceFile
from portfolio.permissions import POLICY
from portfolio.rules.media import MAX_FILE_BYTES, RefusedFile, recognise
from portfolio.rules.names import shown_name
from portfolio.rules.states import EvidenceEvent, next_state
from portfolio.services.drafts import open_draft

MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in, under the name the browser gave it."""

    name: str
    stream: storage.Readable


class TooManyFiles(DomainError):
    """One piece of evidence holds a limited number of files."""


def attach_file(
    evidence_id: int, stream: storage.Readable, name: str, *, by: Membership, limit: int = MAX_FILE_BYTES
) -> EvidenceFile:
    """Keep a file of at most `limit` bytes with the draft. The same file under the same name is kept once.

    The bytes arrive before the transaction begins: nobody waits for a slow upload.
    """
    evidence = queries.get_evidence(evidence_id)
    require(POLICY, "change_evidence", by, evidence)
    next_state(evidence.state, EvidenceEvent.EDIT)
    name = shown_name(name)
    media_types: list[str] = []

    def check(path: Path) -> None:
        with path.open("rb") as file:
            media_types.append(recognise(name, file))

    kept = storage.current().receive(stream, limit, check=check)
    with transaction() as session:
        draft = open_draft(session, evidence_id, by=by)
        for file in draft.files:
            if (file.sha256, file.name) == (kept.sha256, name):
                return file
        if len(draft.files) >= MOST_FILES:
            raise TooManyFiles(f"One piece of evidence holds at most {MOST_FILES} files. This one was not added.")
        file = EvidenceFile(
            version_id=draft.id,
            sha256=kept.sha256,
            size=kept.size,
            name=name,
            media_type=media_types[0],
            position=max((file.position for file in draft.files), default=0) + 1,
            added_at=clock.now(),
        )
        session.add(file)
        session.flush()
        session.expire(draft, ["files"])
    return file


def attach_files(evidence_id: int, uploads: Iterable[Upload], *, by: Membership) -> list[str]:
    """Keep each of these files, whatever happens to the others. Return a sentence for each one that was refused."""
    refusals = []
    for upload in uploads:
        try:
            attach_file(evidence_id, upload.stream, upload.name, by=by)
        except (RefusedFile, storage.FileTooLarge, TooManyFiles) as refusal:
            refusals.append(str(refusal))
    return refusals


def remove_file(evidence_id: int, file_id: int, *, by: Membership) -> None:
    """Take a file out of the draft. Earlier versions that have it keep it."""
    with transaction() as session:
        draft = open_draft(session, evidence_id, by=by)
        file = next((file for file in draft.files if file.id == file_id), None)
        if file is None:
            raise NotFound("That file is no longer part of this draft.")
        session.delete(file)
        session.flush()
        session.expire(draft, ["files"])
