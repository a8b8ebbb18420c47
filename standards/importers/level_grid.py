"""Reads the IT in Education grid: rows of six cells (margin, group, four levels), a tab before each cell."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from standards.importers.document import raw_lines
from standards.rules import CriterionKind, CriterionText, FrameworkText, MalformedDocument, UnitText, one_space

_KEY = "it-in-education"
_COLUMNS = 6
_LEVELS = {"0.5": "0.5", "1st": "1", "2nd": "2", "3rd": "3"}
_KINDS = {"Functions": (CriterionKind.PERFORMANCE, "F"), "Knowledge": (CriterionKind.KNOWLEDGE, "K")}
_TITLE = re.compile(r"^(?P<title>.+) \(V(?P<version>[\d.]+)\)$")


@dataclass
class _Cell:
    """Where a cell starts, and its paragraphs."""

    line: int
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.paragraphs)


@dataclass
class _Section:
    code: str
    title: str | None
    line: int
    groups: list[str] = field(default_factory=list)
    criteria: list[CriterionText] = field(default_factory=list)
    kind: str = "Functions"
    heading: str | None = None
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def start_knowledge(self) -> None:
        """Begin the part under the second header row; the last group's name carries no further than this."""
        self.kind = "Knowledge"
        self.heading = None

    def add_row(self, group: str, levels: list[_Cell]) -> None:
        if group:
            self.heading = group
            self.groups.append(group)
        kind, letter = _KINDS[self.kind]
        for level, cell in zip(_LEVELS.values(), levels, strict=True):
            for statement in cell.paragraphs:
                self.counted[letter, level] += 1
                code = f"{self.code}-{letter}{self.counted[letter, level]:02}@{level}"
                self.criteria.append(CriterionText(code, kind, statement, level=level, heading=self.heading))

    def as_unit(self) -> UnitText:
        """Return the section as a unit; one published without a title is called by its groups."""
        return UnitText(self.code, self.title or " and ".join(self.groups), tuple(self.criteria))


def read_level_grid(text: str, file: str) -> FrameworkText:
    rows = _read_rows(text, file)
    first = next(rows, [])
    heading = _TITLE.match(first[1].text) if len(first) == 2 else None
    if heading is None:
        sentence = "The first row should hold a section and the title with its version, as in “Standards (V1.2)”."
        raise MalformedDocument(file, first[0].line if first else 1, sentence)
    title, version = heading["title"], heading["version"]
    sections = _read_sections(first[0].text, rows, file)
    for section in sections:
        if not section.criteria or not (section.title or section.groups):
            raise MalformedDocument(file, section.line, "The section that starts here has no statements or no name.")
    return FrameworkText(
        key=_KEY,
        title=title,
        version=version,
        attribution=f"{title}, version {version}.",
        units=tuple(section.as_unit() for section in sections),
        metadata={"published_title": first[1].text, "levels": {level: name for name, level in _LEVELS.items()}},
    )


def _read_sections(first_title: str, rows: Iterator[list[_Cell]], file: str) -> list[_Section]:
    sections: list[_Section] = []
    for row in _whole_rows(rows, file):
        margin, group, *levels = row
        if group.text == "Functions":
            _check_header(row, file)
            title = margin.text or (None if sections else first_title)
            sections.append(_Section(f"G{len(sections) + 1}", title, group.line))
        elif not sections:
            raise MalformedDocument(file, group.line, "The first row under the title should be a “Functions” header.")
        elif group.text == "Knowledge":
            _check_header(row, file)
            sections[-1].start_knowledge()
        elif margin.text not in {"", sections[-1].title}:
            raise MalformedDocument(file, margin.line, f"“{margin.text}” is not the title of the section it stands in.")
        else:
            sections[-1].add_row(group.text, levels)
    if not sections:
        raise MalformedDocument(file, 1, "The grid holds no section.")
    return sections


def _check_header(row: list[_Cell], file: str) -> None:
    """Refuse level cells that do not name the levels in order; a stray mark beside a name is tolerated."""
    named = [re.sub(r"[^\w.]", "", cell.text) for cell in row[2:]]
    if named != list(_LEVELS):
        sentence = f"A header row should name the levels {', '.join(_LEVELS)}, not {', '.join(named)}."
        raise MalformedDocument(file, row[1].line, sentence)


def _read_rows(text: str, file: str) -> Iterator[list[_Cell]]:
    """Yield the runs of cells between blank lines; text without a tab goes on in the cell above it."""
    row: list[_Cell] = []
    blank = False
    for number, line in enumerate(raw_lines(text), start=1):
        if line.startswith("\t"):
            if blank and row:
                yield row
                row = []
            row.append(_Cell(number))
        elif not line.strip():
            blank = True
            continue
        elif not row:
            raise MalformedDocument(file, number, "A tab should start the first cell.")
        blank = False
        if line.strip():
            row[-1].paragraphs.append(one_space(line))
    if row:
        yield row


def _whole_rows(rows: Iterator[list[_Cell]], file: str) -> Iterator[list[_Cell]]:
    """Yield rows of six cells, putting back together a row that a blank line inside a cell broke in two."""
    begun: list[_Cell] = []
    for row in rows:
        begun = [*begun, *row]
        if len(begun) > _COLUMNS:
            raise MalformedDocument(file, begun[0].line, f"A row has {_COLUMNS} cells, but this one has {len(begun)}.")
        if len(begun) == _COLUMNS:
            yield begun
            begun = []
    if begun:
        raise MalformedDocument(file, begun[0].line, f"A row has {_COLUMNS} cells, but this one has {len(begun)}.")
