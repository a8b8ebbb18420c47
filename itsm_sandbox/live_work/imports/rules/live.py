"""From an exported table to live records: names masked, dates read, and every row that cannot come in told."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.tables.cells import name_of, read_moment
from core.tables.faults import RowFault, Unreadable
from core.tables.mapping import LEAVE, find_mapping_faults, guess, places_of
from core.tables.table import Row, Table
from itsm_sandbox.live_work.imports.rules.layouts import ASSIGNEE, KEEP, OTHER, PERSON, Layout
from itsm_sandbox.live_work.imports.rules.masking import Mask

LONGEST_ID, LONGEST_TITLE = 100, 300
_MOMENTS = ("opened_at", "resolved_at")
_WORDS = ("tool_state", "priority", "category")
_IDENTIFIES = re.compile(r"serial|inventory|tag|uuid|mac\b|version", re.IGNORECASE)
_UNNUMBERED = re.compile(r" \(\d+\)$")


@dataclass(frozen=True, slots=True)
class Draft:
    """What `import` is given for one row, apart from the file that it stands in."""

    row: int
    given: Mapping[str, Any]

    @property
    def content(self) -> list[Any]:
        return list(self.given["columns"])


@dataclass(frozen=True, slots=True)
class Reading:
    drafts: tuple[Draft, ...]
    faults: tuple[RowFault, ...]
    people: int  # others who were masked


def guess_live(columns: Sequence[str], layout: Layout) -> dict[str, str]:
    """What a tool's own names tell. A column that it does not know is left out until somebody says what it holds."""
    mapping = guess(columns, layout.roles)
    for column in columns:
        role = mapping.get(_UNNUMBERED.sub("", column))
        if mapping[column] == LEAVE and role in {PERSON, ASSIGNEE, KEEP}:
            mapping[column] = PERSON if role == ASSIGNEE else role
    return mapping


def find_live_faults(mapping: Mapping[str, str], columns: Sequence[str], layout: Layout) -> list[str]:
    """The same as for any table; and a column of people can only be masked or left out."""
    bare = [
        column
        for column in columns
        if name_of(_UNNUMBERED.sub("", column)) in layout.people
        and mapping.get(column) not in {PERSON, ASSIGNEE, LEAVE}
    ]
    sentences = find_mapping_faults(mapping, columns, layout.roles)
    if bare:
        sentences.append(f"“{bare[0]}” holds names of people. Choose “Names of people” or leave it out.")
    return sentences


def read_live(table: Table, mapping: Mapping[str, str], layout: Layout, my_names: Sequence[str]) -> Reading:
    """Every row that can come in as a draft, and what is wrong with the others."""
    mask = Mask(my_names)
    people = [place for place, column in enumerate(table.columns) if mapping.get(column) in {PERSON, ASSIGNEE}]
    for row in table.rows:
        for place in people:
            mask.meet(row.cells[place])
    reader = _Reader(table.columns, mapping, layout, mask)
    for row in table.rows:
        reader.take(row)
    return Reading(tuple(reader.drafts), tuple(reader.faults), mask.others)


class _Reader:
    def __init__(self, columns: Sequence[str], mapping: Mapping[str, str], layout: Layout, mask: Mask) -> None:
        self.columns, self.mapping, self.layout, self.mask = columns, mapping, layout, mask
        self.places = places_of(mapping, columns)
        self.seen: dict[str, int] = {}
        self.drafts: list[Draft] = []
        self.faults: list[RowFault] = []

    def take(self, row: Row) -> None:
        before = len(self.faults)
        external_id = self._cell(row, "external_id").replace("\u00a0", "").strip()
        if self.layout.tool != OTHER and re.fullmatch(r"\d[\d  ]*", external_id):
            external_id = re.sub(r"\D", "", external_id)  # GLPI writes 1 234
        self._check_id(row, external_id)
        moments = {name: self._moment(row, name) for name in _MOMENTS}
        title = self.mask.text(" ".join(self._cell(row, "title").split()))
        if not title:
            self._fault(row, "title", "It has no title.", "Fill it in, or take the row out of the file.")
        if len(self.faults) > before:
            return
        assignee = self._cell(row, ASSIGNEE)
        words = {name: self.mask.text(self._cell(row, name))[:LONGEST_ID] for name in _WORDS}
        given = {
            "external_id": external_id,
            "title": title[:LONGEST_TITLE],
            **moments,
            **words,
            "stage": self.layout.stage_of(self._cell(row, "tool_state")),
            "is_mine": bool(assignee) and self.mask.is_me(assignee),
            "columns": self._content(row),
        }
        self.drafts.append(Draft(row.number, given))

    def _content(self, row: Row) -> list[list[str]]:
        """Every column that is not left out and not empty, with its own name."""
        content = []
        for column, cell in zip(self.columns, row.cells, strict=True):
            role = self.mapping.get(column, LEAVE)
            if not cell or role == LEAVE:
                continue
            if role in {PERSON, ASSIGNEE}:
                masked = self.mask.person(cell)
            elif role in _MOMENTS or role == "external_id":
                masked = cell
            else:
                masked = self.mask.text(cell, phones=not _IDENTIFIES.search(column))
            content.append([_UNNUMBERED.sub("", column), masked])
        return content

    def _cell(self, row: Row, role: str) -> str:
        place = self.places.get(role)
        return "" if place is None else row.cells[place]

    def _check_id(self, row: Row, external_id: str) -> None:
        if not external_id:
            self._fault(row, "external_id", "It has no number or key.", "Fill it in, or take the row out of the file.")
        elif len(external_id) > LONGEST_ID:
            self._fault(row, "external_id", "This is too long for a number or key.", "Choose another column for it.")
        elif external_id in self.seen:
            said = f"“{external_id}” stands in row {self.seen[external_id]} already."
            self._fault(row, "external_id", said, "Take one of the two rows out of the file.")
        else:
            self.seen[external_id] = row.number

    def _moment(self, row: Row, role: str) -> datetime | None:
        text = self._cell(row, role)
        if not text:
            return None
        try:
            return read_moment(text, self.layout.dates)
        except Unreadable as unreadable:
            self._fault(row, role, unreadable.what, unreadable.to_do)
            return None

    def _fault(self, row: Row, role: str, what: str, to_do: str) -> None:
        place = self.places.get(role)
        self.faults.append(RowFault(row.number, "" if place is None else self.columns[place], what, to_do))


def new_among(drafts: Sequence[Draft], known: Mapping[str, Collection[str]]) -> tuple[list[Draft], list[Draft], int]:
    """Those whose record is not kept yet, those kept with other content, and how many are kept just as they are.

    `known` holds for each number or key the fingerprints of what is kept of it.
    """
    new, changed, unchanged = [], [], 0
    for draft in drafts:
        kept = known.get(draft.given["external_id"])
        if kept is None:
            new.append(draft)
        elif fingerprint(draft.content) in kept:
            unchanged += 1
        else:
            changed.append(draft)
    return new, changed, unchanged


def fingerprint(content: Sequence[Sequence[str]]) -> str:
    """The same for the same columns with the same text, whatever number a masked person has in this file."""
    return re.sub(r"\b(Person|\[e-mail|\[phone) \d+", r"\1", "\n".join(f"{name}: {text}" for name, text in content))
