"""Reads the meta-skills, and the scale people describe themselves on, from Touchstone's own data files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from standards.importers.document import raw_lines
from standards.rules import CriterionKind, CriterionText, FrameworkText, MalformedDocument, ScaleStep, UnitText

_KEY = "meta-skills"


def read_meta_skills(text: str, file: str) -> FrameworkText:
    source = _Source(text, file)
    top = source.mapping(source.load(), "the file")
    title = source.text(top, "title")
    version = source.text(top, "version")
    units = tuple(_read_group(source, group) for group in source.list(top, "groups"))
    source.refuse_repeats([unit.code for unit in units])
    source.refuse_repeats([criterion.code for unit in units for criterion in unit.criteria])
    return FrameworkText(
        key=_KEY,
        title=title,
        version=version,
        attribution="The names are those of the occupation profile's alignment table; the sentences are Touchstone's.",
        units=units,
        metadata={"about": source.text(top, "about")},
    )


def read_scale(text: str, file: str) -> tuple[ScaleStep, ...]:
    """Return the steps from the lowest; their values count from 1 without gaps."""
    source = _Source(text, file)
    top = source.mapping(source.load(), "the file")
    steps = tuple(
        ScaleStep(
            source.number(entry, "value", expected), source.text(entry, "label"), source.text(entry, "description")
        )
        for expected, entry in enumerate(source.list(top, "steps"), start=1)
    )
    source.refuse_repeats([step.label for step in steps])
    return steps


def _read_group(source: "_Source", group: Mapping[str, Any]) -> UnitText:
    criteria = tuple(
        CriterionText(source.text(skill, "name"), CriterionKind.META_SKILL, source.text(skill, "statement"))
        for skill in source.list(group, "skills")
    )
    return UnitText(source.text(group, "code"), source.text(group, "title"), criteria, goal=source.text(group, "goal"))


class _Source:
    """Reads parts of a JSON text, and says on which line a wrong one stands."""

    def __init__(self, content: str, file: str) -> None:
        self._content = content
        self._file = file

    def load(self) -> object:
        try:
            return json.loads(self._content)
        except json.JSONDecodeError as error:
            raise MalformedDocument(self._file, error.lineno, f"This is not JSON: {error.msg}.") from error

    def mapping(self, value: object, name: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.refuse(f"An object with names and values should be in {name}.", value)
        return value

    def text(self, entry: Mapping[str, Any], name: str) -> str:
        value = entry.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"“{name}” should be a text that is not empty.", *entry.values())
        return value

    def number(self, entry: Mapping[str, Any], name: str, expected: int) -> int:
        if entry.get(name) != expected:
            raise self.refuse(f"“{name}” should be {expected}.", *entry.values())
        return expected

    def list(self, entry: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
        values = entry.get(name)
        if not isinstance(values, list) or not values:
            raise self.refuse(f"“{name}” should be a list that is not empty.", *entry.values())
        return [self.mapping(value, f"“{name}”") for value in values]

    def refuse_repeats(self, codes: Sequence[str]) -> None:
        repeated = [code for code in codes if codes.count(code) > 1]
        if repeated:
            raise self.refuse(f"“{repeated[0]}” is there more than once.", repeated[0])

    def refuse(self, sentence: str, *near: object) -> MalformedDocument:
        """Make the error for the last line that holds one of the values `near`, or the first line if none does."""
        marks = [json.dumps(value, ensure_ascii=False) for value in near if isinstance(value, str) and value]
        lines = raw_lines(self._content)
        numbers = [number for number, line in enumerate(lines, start=1) if any(mark in line for mark in marks)]
        return MalformedDocument(self._file, numbers[-1] if numbers else 1, sentence)
