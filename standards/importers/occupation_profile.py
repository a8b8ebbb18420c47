"""Reads a Scottish occupation profile: work situations, and the two tables that align them with other frameworks."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from standards.importers.document import Document, Line, joined
from standards.rules import AlignmentText, AlignmentType, CriterionKind, CriterionText, FrameworkText, UnitText

_KEY = "scqf8-it-support"
_CODES = ("PM", "DT", "MS", "SR", "SP", "AM", "AS", "RM")

_GOAL = ("Goal of work situation:", "Goal of work situations:")
_OUTLINE = "Brief outline:"
_PERFORMANCE = "Performance requirements"
_KNOWLEDGE = "Knowledge and understanding requirements"
_MARKS = (*_GOAL, _OUTLINE, _PERFORMANCE, _KNOWLEDGE)
_MANDATORY = "Mandatory work situations"
_OPTIONAL = "Optional work situations"
_META_SKILLS = "The relationship between meta-skills and work situations"
_STANDARDS = "The relationship between National Occupational Standards and work situations"

_NUMBERED = re.compile(r"^(?P<number>\d+)\. (?P<statement>\S.*)$")
_CONTENTS_ROW = re.compile(r"^\| (?P<title>.+?)\.{3,} \| [\d-]+ \|$")
_RULE_ROW = re.compile(r"^\|[\s|-]*\|$")
_STANDARD = re.compile(r"\b[A-Z]{5,}\d{3,}(?:\.\d+)?\b")
_SUITE = re.compile(r"\S.*?\b[Ss]uite\b(?: \d+\b)?")
_MINIMUM = re.compile(r"^A minimum of (?P<number>one|two|three|four) optional work situations? must be achieved$")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_TICK = "✓"

# The alignment tables name some situations in other words than the contents do.
_SAME_WORDS = (("principles of", "principles in"), ("batch scripts", "automation scripts"))


@dataclass(frozen=True)
class _Situation:
    code: str
    title: str
    mandatory: bool


def read_occupation_profile(text: str, file: str) -> FrameworkText:
    document = Document(text, file)
    document.take_exactly("Occupation Profile")
    title = document.take("the title of the profile").text
    approved_by = document.take_prefixed("Approved by: ")
    approved_date = document.take_prefixed("Approved date: ")
    document.take_exactly("Purpose:")
    purpose = joined(document.take_until("Contents"))
    document.take_until(_MANDATORY)

    document.take_exactly(_MANDATORY)
    titles = _read_contents(document)
    mandatory = [_Situation(code, title, mandatory=True) for code, title in zip(_CODES, titles, strict=False)]
    units = [_read_situation(document, situation) for situation in mandatory]

    document.take_exactly(_OPTIONAL)
    combination = document.take("the least number of optional work situations")
    least = _MINIMUM.match(combination.text)
    if least is None:
        raise document.refuse(combination, "This line should say how many optional work situations must be achieved.")
    titles += _read_contents(document)
    if len(titles) != len(_CODES):
        sentence = f"The contents list {len(titles)} work situations; this profile has {len(_CODES)}."
        raise document.refuse(combination, sentence)
    optional = [_Situation(code, title, mandatory=False) for code, title in zip(_CODES, titles, strict=True)]
    units += [_read_situation(document, situation) for situation in optional[len(mandatory) :]]

    codes = {unit.title: unit.code for unit in units}
    document.take_exactly(_META_SKILLS)
    develops = _read_meta_skills(document, codes)
    about_meta_skills = joined(document.take_until(_STANDARDS))
    document.take_exactly(_STANDARDS)
    about_standards = document.take("a sentence about the standards").text
    related = _read_standards(document, codes)
    return FrameworkText(
        key=_KEY,
        title=title,
        version=approved_date,
        attribution=f"Occupation profile “{title}”, approved by the {approved_by}, {approved_date}.",
        units=tuple(units),
        alignments=(*develops, *related),
        metadata={
            "approved_by": approved_by,
            "approved_date": approved_date,
            "purpose": purpose,
            "rule_of_combination": combination.text,
            "minimum_optional_units": _NUMBERS[least["number"]],
            "about_meta_skills": about_meta_skills,
            "about_standards": about_standards,
        },
    )


def _table(document: Document) -> list[Line]:
    """Pass and return the table's rows, without the rows that only draw lines."""
    rows = []
    while (line := document.peek()) is not None and line.text.startswith("|"):
        rows.append(document.take("a row of a table"))
    if not rows:
        raise document.refuse(document.peek(), "A table should be here.")
    return [row for row in rows if not _RULE_ROW.match(row.text)]


def _cells(row: Line) -> list[str]:
    return [cell.strip() for cell in row.text.removeprefix("|").removesuffix("|").split("|")]


def _read_contents(document: Document) -> list[str]:
    titles = []
    for row in _table(document):
        matched = _CONTENTS_ROW.match(row.text)
        if matched is None:
            raise document.refuse(row, "A row of the contents should hold a title, dots and its pages.")
        titles.append(matched["title"])
    return titles


def _read_situation(document: Document, situation: _Situation) -> UnitText:
    line = document.peek()
    if line is not None and line.text == situation.title:
        document.take("the title")  # some situations carry their title in the body as well
    document.take_exactly(*_GOAL)
    goal = joined(document.take_until(_OUTLINE, not_past=_MARKS))
    document.take_exactly(_OUTLINE)
    outline = joined(document.take_until(_PERFORMANCE, not_past=_MARKS))
    document.take_exactly(_PERFORMANCE)
    performance = _read_numbered(document, situation.code, CriterionKind.PERFORMANCE)
    document.take_exactly(_KNOWLEDGE)
    knowledge = _read_numbered(document, f"{situation.code}-K", CriterionKind.KNOWLEDGE)
    return UnitText(
        code=situation.code,
        title=situation.title,
        criteria=(*performance, *knowledge),
        mandatory=situation.mandatory,
        goal=goal,
        outline=outline,
    )


def _read_numbered(document: Document, prefix: str, kind: CriterionKind) -> list[CriterionText]:
    """Read a list numbered from 1 without gaps; blank lines between its items mean nothing."""
    found: list[CriterionText] = []
    while (line := document.peek()) is not None and (matched := _NUMBERED.match(line.text)):
        expected = len(found) + 1
        if int(matched["number"]) != expected:
            raise document.refuse(line, f"Item {expected} should be here, not item {matched['number']}.")
        document.take("an item")
        found.append(CriterionText(f"{prefix}{expected}", kind, matched["statement"]))
    if not found:
        raise document.refuse(line, "A list numbered from 1 should be here.")
    return found


def _code_of(document: Document, row: Line, name: str, codes: dict[str, str]) -> str:
    title = name
    for other, ours in _SAME_WORDS:
        title = title.replace(other, ours)
    if title not in codes:
        raise document.refuse(row, f"“{name}” is not a work situation of this profile.")
    return codes[title]


def _rows_by_unit(document: Document, rows: list[Line], codes: dict[str, str]) -> list[tuple[str, Line, list[str]]]:
    """Return the unit's code, the row and the cells after its name; every unit has exactly one row."""
    found: dict[str, tuple[str, Line, list[str]]] = {}
    for row in rows:
        name, *cells = _cells(row)
        code = _code_of(document, row, name, codes)
        if code in found:
            raise document.refuse(row, f"“{name}” has two rows in this table.")
        found[code] = (code, row, cells)
    missing = [title for title, code in codes.items() if code not in found]
    if missing:
        raise document.refuse(rows[-1] if rows else document.peek(), f"The table lacks “{missing[0]}”.")
    return list(found.values())


def _read_meta_skills(document: Document, codes: dict[str, str]) -> list[AlignmentText]:
    rows = _table(document)
    if len(rows) < 2:
        raise document.refuse(rows[0], "The table of meta-skills should have two header rows.")
    _, *names = _cells(rows[1])
    found = []
    for code, row, cells in _rows_by_unit(document, rows[2:], codes):
        if len(cells) != len(names) or set(cells) - {"", _TICK}:
            raise document.refuse(row, f"This row should hold {len(names)} cells, each empty or “{_TICK}”.")
        ticked = [name for name, cell in zip(names, cells, strict=True) if cell]
        found += [AlignmentText(code, name, AlignmentType.DEVELOPS) for name in ticked]
    return found


def _read_standards(document: Document, codes: dict[str, str]) -> list[AlignmentText]:
    rows = _table(document)
    found = []
    for code, row, cells in _rows_by_unit(document, rows[1:], codes):
        related = [alignment for cell in cells for alignment in _read_related(document, row, code, cell)]
        if not related:
            raise document.refuse(row, "This row names no standard and no suite.")
        found += related
    return found


def _read_related(document: Document, row: Line, unit: str, cell: str) -> list[AlignmentText]:
    """Read one cell: first suites of standards, which have no code, then standards, each a code and its title."""
    standards = list(_STANDARD.finditer(cell))
    suites = cell[: standards[0].start()] if standards else cell
    left = _SUITE.sub("", suites).strip()
    if left:
        raise document.refuse(row, f"“{left}” is neither a suite nor a standard with a code.")
    found = [AlignmentText(unit, name, AlignmentType.RELATED_SUITE) for name in _SUITE.findall(suites)]
    for standard, following in zip_longest(standards, standards[1:]):
        title = cell[standard.end() : following.start() if following else len(cell)].strip() or None
        found.append(AlignmentText(unit, standard.group(), AlignmentType.RELATED_STANDARD, title))
    return found
