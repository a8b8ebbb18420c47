"""Files of a draft: kept by their content first, then recorded, so that a recorded file always exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from accounts.models import Membership
from accounts.permissions import require
from core import clock, storage
from core.db import transaction
from core.errors import DomainError, NotFound
from portfolio.evidence.models import EvidenceFile, EvidenceVersion
from portfolio.evidence.queries import get_evidence
from portfolio.evidence.rules.media import MAX_FILE_BYTES, RefusedFile, recognise
from portfolio.evidence.rules.names import shown_name
from portfolio.evidence.rules.states import EvidenceEvent, next_state
from portfolio.evidence.services.drafts import open_draft
from portfolio.evidence.services.erasing import hold_still
from portfolio.permissions import POLICY
from portfolio.vocabulary import EvidenceKind

MOST_FILES = 50
FROZEN_FILES = 2


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in, under the name the browser gave it."""

    name: str
    stream: storage.Readable


class TooManyFiles(DomainError):
    """One piece of evidence holds a limited number of files."""


class FrozenFile(DomainError):
    """What the practice workplace froze is not changed by hand."""


def attach_file(
    evidence_id: int, stream: storage.Readable, name: str, *, by: Membership, limit: int = MAX_FILE_BYTES
) -> EvidenceFile:
    """Keep a file of at most `limit` bytes with the draft. The same file under the same name is kept once.

    The bytes arrive before the transaction begins: nobody waits for a slow upload.
    """
    evidence = get_evidence(evidence_id)
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
        if any(file.name == name and file.id in frozen_files(draft) for file in draft.files):
            raise FrozenFile(f"{name} came from the practice workplace. Give your own file another name.")
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
        hold_still(session, kept.sha256)
        session.flush()
        if not storage.current().exists(kept.sha256):  # the same bytes were erased elsewhere a moment ago
            raise storage.NoSuchFile
        session.expire(draft, ["files"])
    return file


def frozen_files(draft: EvidenceVersion) -> frozenset[int]:
    """The ids of files that came from the practice workplace: its paper and its data, which are always the first."""
    if draft.kind is not EvidenceKind.SANDBOX_ARTEFACT:
        return frozenset()
    return frozenset(file.id for file in draft.files if file.position <= FROZEN_FILES)


def attach_files(evidence_id: int, uploads: Iterable[Upload], *, by: Membership) -> list[str]:
    """Keep each of these files, whatever happens to the others. Return a sentence for each one that was refused."""
    refusals = []
    for upload in uploads:
        try:
            attach_file(evidence_id, upload.stream, upload.name, by=by)
        except (RefusedFile, storage.FileTooLarge, TooManyFiles, FrozenFile) as refusal:
            refusals.append(str(refusal))
    return refusals


def remove_file(evidence_id: int, file_id: int, *, by: Membership) -> None:
    """Take a file out of the draft. Earlier versions that have it keep it."""
    with transaction() as session:
        draft = open_draft(session, evidence_id, by=by)
        file = next((file for file in draft.files if file.id == file_id), None)
        if file is None:
            raise NotFound("That file is no longer part of this draft.")
        if file.id in frozen_files(draft):
            raise FrozenFile(f"{file.name} came from the practice workplace and stays as it is.")
        session.delete(file)
        session.flush()
        session.expire(draft, ["files"])
