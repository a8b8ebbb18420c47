"""Loading the published frameworks from their source documents."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from core import audit, clock
from core.db import transaction
from core.errors import DomainError
from standards import queries
from standards.importers.level_grid import read_level_grid
from standards.importers.meta_skills import read_meta_skills, read_scale
from standards.importers.nos_text import read_nos
from standards.importers.occupation_profile import read_occupation_profile
from standards.models import Alignment, AlignmentType, Criterion, Framework, Unit
from standards.rules import FrameworkText, MalformedDocument, ScaleStep

DATA = Path(__file__).parent / "data"


class FrameworkChanged(DomainError):
    """A published version never changes; another text needs another version."""


class UnknownMetaSkill(DomainError):
    """An alignment names a meta-skill that is not among those loaded."""


@dataclass(frozen=True)
class Source:
    """A document in the data folder, and what reads it."""

    file: str
    read: Callable[[str, str], FrameworkText]


@dataclass(frozen=True)
class Loaded:
    """What became of one source: loaded now, or there already and the same."""

    key: str
    version: str
    is_new: bool


SOURCES = (
    Source("nos_eskitp5056.txt", read_nos),
    Source("occupation_profile_scqf8_it_support.txt", read_occupation_profile),
    Source("it_in_education_v1_2.txt", read_level_grid),
    Source("meta_skills.json", read_meta_skills),
)


def load_frameworks(folder: Path = DATA) -> list[Loaded]:
    """Load every source in the folder, or nothing: each is read and checked before the first row is written.

    What is loaded already from the same bytes stays as it is.
    """
    documents = [_read_document(folder, source) for source in SOURCES]
    with transaction() as session:
        new = [document for document in documents if not _is_loaded(document)]
        added = [(document.text, _add_framework(session, document)) for document in new]
        # Alignments come last, when the meta-skills they lead to are there.
        for text, framework in added:
            _add_alignments(session, framework, text)
    return [Loaded(document.text.key, document.text.version, document in new) for document in documents]


@dataclass(frozen=True)
class _Document:
    text: FrameworkText
    sha256: str


def _read_document(folder: Path, source: Source) -> _Document:
    try:
        octets = (folder / source.file).read_bytes()
    except OSError as error:
        raise MalformedDocument(source.file, 1, f"The file cannot be read: {error.strerror}.") from error
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        raise MalformedDocument(source.file, line, "This line is not UTF-8 text.") from error
    return _Document(source.read(text, source.file), sha256(octets).hexdigest())


def _is_loaded(document: _Document) -> bool:
    text = document.text
    stored = queries.find_version(text.key, text.version)
    if stored is None:
        return False
    if stored.source_sha256 != document.sha256:
        raise FrameworkChanged(
            f"“{text.key}”, version {text.version}, is loaded already from another text. "
            "A published version never changes: give the new text a version of its own."
        )
    return True


def _add_framework(session: Session, document: _Document) -> Framework:
    text = document.text
    framework = Framework(
        key=text.key,
        title=text.title,
        version=text.version,
        metadata_=dict(text.metadata),
        attribution=text.attribution,
        source_sha256=document.sha256,
        loaded_at=clock.now(),
    )
    session.add(framework)
    session.flush()
    units = [
        Unit(
            framework_id=framework.id,
            code=unit.code,
            title=unit.title,
            mandatory=unit.mandatory,
            goal=unit.goal,
            outline=unit.outline,
            position=position,
        )
        for position, unit in enumerate(text.units, start=1)
    ]
    session.add_all(units)
    session.flush()
    _add_criteria(session, framework, units, text)
    audit.record(
        "framework.loaded",
        subject=framework,
        centre_id=None,
        actor_id=None,
        key=text.key,
        version=text.version,
        sha256=document.sha256,
    )
    return framework


def _add_criteria(session: Session, framework: Framework, units: list[Unit], text: FrameworkText) -> None:
    rows: dict[str, Criterion] = {}
    for unit, unit_text in zip(units, text.units, strict=True):
        for criterion in unit_text.criteria:
            rows[criterion.code] = Criterion(
                framework_id=framework.id,
                unit_id=unit.id,
                parent=rows[criterion.parent] if criterion.parent else None,
                code=criterion.code,
                kind=criterion.kind,
                level=criterion.level,
                heading=criterion.heading,
                statement=criterion.statement,
                position=len(rows) + 1,
                is_stem=criterion.is_stem,
            )
    session.add_all(rows.values())
    session.flush()


def _add_alignments(session: Session, framework: Framework, text: FrameworkText) -> None:
    meta_skills = {row.code: row.id for row in queries.list_meta_skills()}
    for position, alignment in enumerate(text.alignments, start=1):
        develops = alignment.type is AlignmentType.DEVELOPS
        if develops and alignment.target not in meta_skills:
            raise UnknownMetaSkill(f"“{text.key}” names the meta-skill “{alignment.target}”, which is not loaded.")
        session.add(
            Alignment(
                framework_id=framework.id,
                from_code=alignment.source,
                to=alignment.target,
                title=alignment.title,
                to_criterion_id=meta_skills[alignment.target] if develops else None,
                type=alignment.type,
                position=position,
            )
        )


@cache
def read_meta_skill_scale() -> tuple[ScaleStep, ...]:
    """Return the steps of the self-evaluation scale, from the lowest."""
    path = DATA / "meta_skill_scale.json"
    return read_scale(path.read_text(encoding="utf-8"), path.name)
