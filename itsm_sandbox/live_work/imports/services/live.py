"""Importing live records: rows of a tool's export, masked, beside the simulated work and never in it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from core.formatting import count
from core.tables.faults import RowFault
from core.tables.table import Table
from itsm_sandbox.engine.history_writer import HistoryWriter
from itsm_sandbox.engine.log import next_number
from itsm_sandbox.engine.machine import START, find_faults
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.queries import find_live_kept
from itsm_sandbox.live_work.imports.rules.layouts import layout_of
from itsm_sandbox.live_work.imports.rules.live import Draft, new_among, read_live
from itsm_sandbox.live_work.imports.services.plans import SHOWN_ROWS, Effect, Outcome
from itsm_sandbox.live_work.records.models import LiveRecord
from itsm_sandbox.live_work.records.rules import LIVE_RECORD

_IMPORT = LIVE_RECORD.get("import", START)


def blank(author: Colleague | None) -> LiveRecord:
    return LiveRecord(tool="", record_kind="", external_id="", title="", columns=[], author_id=author and author.id)


def ties_to(record: LiveRecord, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if record.author_id == colleague.id else {Tie.ANYONE})


def hides(record: LiveRecord, colleague: Colleague) -> bool:
    """Somebody's real work is for themselves and those who assess them."""
    return record.author_id != colleague.id


class LivePlan:
    """A record that is kept already stays as it is; when the file says otherwise now, a new one stands beside it."""

    def __init__(self, batch: ImportBatch, table: Table, *, actor: Colleague, at: datetime) -> None:
        self.batch, self.actor, self.at = batch, actor, at
        layout = layout_of(batch.tool, batch.record_kind)
        self.reading = read_live(table, batch.mapping, layout, batch.my_names)
        self.faults = list(self.reading.faults)
        new, changed, self.unchanged = new_among(self.reading.drafts, find_live_kept(batch))
        self.new = [draft for draft in new if self._is_sound(draft)]
        self.changed = [draft for draft in changed if self._is_sound(draft)]

    @cached_property
    def outcome(self) -> Outcome:
        shown = [("new", draft) for draft in self.new] + [("changed", draft) for draft in self.changed]
        effects = [
            Effect(
                draft.row,
                f"{draft.given['external_id']} {draft.given['title']}",
                what,
                tuple((name, text) for name, text in draft.given["columns"]),
            )
            for what, draft in shown[:SHOWN_ROWS]
        ]
        return Outcome(
            len(self.new), len(self.changed), self.unchanged, self.faults, effects, people=self.reading.people
        )

    def apply(self, workplace: Workplace, *, actor: Colleague, at: datetime) -> None:
        """In one go, however many there are."""
        history = HistoryWriter(workplace)
        history.go_on_from(LiveRecord, next_number(LiveRecord, workplace.id) - 1)
        for draft in sorted([*self.new, *self.changed], key=lambda draft: draft.row):
            given = self._given(draft)
            record = history.create(
                LiveRecord, LIVE_RECORD, _IMPORT.event, given, actor=actor, at=at, ties={Tie.AUTHOR}, author_id=actor.id
            )
            record.entries[-1].data["shown"] = _words(given)
        history.store()

    def _given(self, draft: Draft) -> dict[str, Any]:
        return {
            "tool": self.batch.tool,
            "record_kind": self.batch.record_kind,
            "source_name": self.batch.file_name,
            "source_sha256": self.batch.sha256,
            "row_number": draft.row,
            **draft.given,
        }

    def _is_sound(self, draft: Draft) -> bool:
        faults = find_faults(_IMPORT.fields, self._given(draft))
        self.faults += [RowFault(draft.row, name, sentence, "Correct the row.") for name, sentence in faults.items()]
        return not faults


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    """The history tells how much came in; the page shows what."""
    return {"columns": count(len(given["columns"]), "column", "columns")}
