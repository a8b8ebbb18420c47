"""The published texts, and the frameworks read from them."""

from collections.abc import Iterable
from functools import cache

from standards.rules import CriterionKind, CriterionText, FrameworkText
from standards.services import DATA, SOURCES

NOS = "nos_eskitp5056.txt"
PROFILE = "occupation_profile_scqf8_it_support.txt"
GRID = "it_in_education_v1_2.txt"
META_SKILLS = "meta_skills.json"


def text_of(file: str) -> str:
    return (DATA / file).read_text(encoding="utf-8")


@cache
def framework_of(file: str) -> FrameworkText:
    reader = next(source.read for source in SOURCES if source.file == file)
    return reader(text_of(file), file)


def criteria_of(framework: FrameworkText) -> list[CriterionText]:
    return [criterion for unit in framework.units for criterion in unit.criteria]


def criterion_of(framework: FrameworkText, code: str) -> CriterionText:
    return next(criterion for criterion in criteria_of(framework) if criterion.code == code)


def count_kinds(criteria: Iterable[CriterionText]) -> tuple[int, int]:
    """Return how many are performance and how many are knowledge."""
    kinds = [criterion.kind for criterion in criteria]
    return kinds.count(CriterionKind.PERFORMANCE), kinds.count(CriterionKind.KNOWLEDGE)


def line_of(text: str, start: str) -> int:
    """Return the number of the first line that starts with `start`."""
    return next(number for number, line in enumerate(text.split("\n"), start=1) if line.startswith(start))
