"""Plays a script in a workplace: what one person there begins and does, by the product's own services."""

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from accounts.models import Membership
from core.clock import LONDON
from core.db import db
from demo.calendar import Calendar
from demo.files import make_file
from itsm_sandbox.engine.choices import find_artefact_by_ref, find_by_ref, list_choices
from itsm_sandbox.engine.machine import START, Ask, Field, Transition
from itsm_sandbox.engine.models import Artefact, Workplace
from itsm_sandbox.engine.perform import create, perform
from itsm_sandbox.engine.queries import find_colleague, list_colleagues, sim_now
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.checks.rules import next_item
from itsm_sandbox.live_work.imports.services.files import Upload, confirm_import, map_columns, plan_import, upload_table
from itsm_sandbox.reporting.metrics.rules.reading import month_before
from itsm_sandbox.reporting.monitoring.services import read_now
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass

Deed = Mapping[str, Any]
FIRST_DAY, SECOND_DAY, THIRD_DAY = 61, 62, 63
"""Of the demo's calendar: those on which the script is played, a part on each."""

_LISTS = frozenset({Ask.LINES, Ask.REFS, Ask.ROWS, Ask.MANY})
_TEXTS = frozenset({Ask.TEXT, Ask.LONG_TEXT, Ask.CHOICE, Ask.REF})


class Stage:
    """A workplace with one person at work in it. Scripts name people by their jobs, and what was begun as they like."""

    def __init__(self, workplace_id: int, me: Membership, calendar: Calendar, remarks: Mapping[str, str]) -> None:
        self.workplace_id, self.me, self.calendar, self.remarks = workplace_id, me, calendar, remarks
        self.made: dict[str, Artefact] = {}

    def play(self, deeds: Iterable[Deed]) -> None:
        for deed in deeds:
            name = next(iter(deed))
            _PLAYED[name](self, deed)

    def begin(self, deed: Deed) -> None:
        kind = deed["new"]
        given = self._given(get_type(kind).machine.get(deed["event"], START), deed["given"])
        self.made[deed["as"]] = create(self.workplace_id, kind, deed["event"], given, by=self.me)

    def do(self, deed: Deed) -> None:
        self._do(self._find(deed["on"]), deed["event"], deed["given"])

    def collect(self, deed: Deed) -> None:
        """Read what is monitored, with a remark on each red reading."""
        log: Any = self._find(deed["collect"])
        reds = [one.label for one in read_now(log, sim_now(self._workplace)) if one.is_red]
        self._do(log, "collect", {"remarks": [f"{label}: {self._remark(label)}" for label in reds]})

    def look_at_all(self, deed: Deed) -> None:
        """Go through everything that a check points to."""
        check: Any = self._find(deed["look_at_all"])
        while next_item(check.items):
            self._do(check, "check", {"answer": "yes", "action": ""})

    def let_pass(self, deed: Deed) -> None:
        let_time_pass(self.workplace_id, Step(deed["pass"]), by=self.me)

    def take_in(self, deed: Deed) -> None:
        """Import a file as somebody does who looks at its columns and finds nothing to mend."""
        name = deed["import"]
        about = {key: deed[key] for key in ("tool", "record_kind", "my_names") if key in deed}
        upload = Upload(deed["what"], name, io.BytesIO(make_file(name, self.calendar)), **about)
        batch = upload_table(self.workplace_id, upload, by=self.me)
        map_columns(self.workplace_id, batch.id, batch.mapping, by=self.me)
        seal = plan_import(self.workplace_id, batch.id, by=self.me).outcome.seal
        confirm_import(self.workplace_id, batch.id, seal, by=self.me)

    def _do(self, artefact: Artefact, event: str, given: Mapping[str, Any]) -> None:
        transition = get_type(artefact.kind).machine.get(event, artefact.state)
        told = self._given(transition, given)
        perform(self.workplace_id, artefact.kind, artefact.number, event, told, by=self.me)

    def _find(self, name: str) -> Artefact:
        found = self.made.get(name) or find_artefact_by_ref(self.workplace_id, name)
        if found is None:
            raise LookupError(f"The script names {name}, which nobody has begun.")
        return found

    def _remark(self, label: str) -> str:
        return next(said for begins, said in self.remarks.items() if label.startswith(begins))

    # --- from the script's words to what a step asks for ---

    def _given(self, transition: Transition, said: Mapping[str, Any]) -> dict[str, Any]:
        return {asked.name: self._answer(asked, said.get(asked.name)) for asked in transition.fields}

    def _answer(self, asked: Field, said: Any) -> Any:
        if said is None:
            return [] if asked.ask in _LISTS else "" if asked.ask in _TEXTS else None
        reader = self._readers.get(asked.ask)
        return reader(asked, said) if reader else self._words.get(str(said), said)

    @cached_property
    def _readers(self) -> Mapping[Ask, Callable[[Field, Any], Any]]:
        return {
            Ask.ROW: self._row,
            Ask.ROWS: lambda asked, said: [self._row(asked, one) for one in said],
            Ask.DAY: self._day,
            Ask.MOMENT: lambda _asked, said: sim_now(self._workplace) + timedelta(minutes=said),
        }

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """Answers that depend on the day on which the demo is made."""
        return {"weekday of the third day": str(self.calendar.date_of(THIRD_DAY).weekday())}

    def _day(self, _asked: Field, said: Any) -> date:
        """So many days from today, or the first of the month before."""
        return month_before(self._today) if said == "month before" else self._today + timedelta(days=said)

    def _row(self, asked: Field, said: str) -> int:
        if asked.offers == "articles":
            found = find_by_ref(self.workplace_id, Article.kind, said)
        elif said in self._people:
            found = self._people[said]
        else:
            found = next(row_id for row_id, words in list_choices(self.workplace_id, asked.offers) if words == said)
        if found is None:
            raise LookupError(f"The script names {said}, which is not here.")
        return found

    @cached_property
    def _people(self) -> Mapping[str, int]:
        """By job, and the person at work."""
        me = find_colleague(self.workplace_id, self.me)
        assert me
        return {one.job: one.id for one in list_colleagues(self.workplace_id)} | {"me": me.id}

    @property
    def _workplace(self) -> Workplace:
        return db.session.get_one(Workplace, self.workplace_id)

    @property
    def _today(self) -> date:
        return sim_now(self._workplace).astimezone(LONDON).date()


_PLAYED = {
    "new": Stage.begin,
    "on": Stage.do,
    "collect": Stage.collect,
    "look_at_all": Stage.look_at_all,
    "pass": Stage.let_pass,
    "import": Stage.take_in,
}
