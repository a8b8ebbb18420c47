"""A published framework as plain values, and what makes one whole; no database, no files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import DomainError


class CriterionKind(StrEnum):
    PERFORMANCE = "performance"
    KNOWLEDGE = "knowledge"
    META_SKILL = "meta_skill"


class AlignmentType(StrEnum):
    DEVELOPS = "develops"
    RELATED_STANDARD = "related_standard"
    RELATED_SUITE = "related_suite"


@dataclass(frozen=True)
class CriterionText:
    """One statement. A stem is met through the sub-statements that name it as their parent."""

    code: str
    kind: CriterionKind
    statement: str
    level: str | None = None
    heading: str | None = None
    parent: str | None = None
    is_stem: bool = False


@dataclass(frozen=True)
class UnitText:
    """`mandatory` is None where the framework has no such rule."""

    code: str
    title: str
    criteria: tuple[CriterionText, ...]
    mandatory: bool | None = None
    goal: str | None = None
    outline: str | None = None


@dataclass(frozen=True)
class AlignmentText:
    """From a unit's code to a meta-skill, a standard's code or the name of a suite.

    `title` is what the source prints beside a standard's code.
    """

    source: str
    target: str
    type: AlignmentType
    title: str | None = None


@dataclass(frozen=True)
class FrameworkText:
    key: str
    title: str
    version: str
    attribution: str
    units: tuple[UnitText, ...]
    alignments: tuple[AlignmentText, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ScaleStep:
    """One step of the scale on which a person describes where they are with a meta-skill."""

    value: int
    label: str
    description: str


class MalformedDocument(DomainError):
    """A source text cannot be read as its format: which file, which line (from 1), and what is wrong."""

    status = 422

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(f"{file}, line {line}: {sentence}")
        self.file = file
        self.line = line
        self.sentence = sentence


def one_space(text: str) -> str:
    """Return `text` with every run of white space as one space; nothing else changes."""
    return " ".join(text.split())


def search_words(search: str) -> list[str]:
    """Return the words that must all be found; a search beyond 100 characters is cut there."""
    return search.replace("\0", " ")[:100].split()
