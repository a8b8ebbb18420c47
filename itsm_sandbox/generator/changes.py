"""The requests for change of a world, each through all its steps, with its money and its traces in the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.rules.counts import ChangeEvent, facts_of
from itsm_sandbox.changes.changes.rules.fields import CHECKLIST
from itsm_sandbox.engine.calendar import ServiceCalendar, open_spans
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import People
from itsm_sandbox.generator.registers import Registers
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import EXPENDITURE

_PLAN = (
    "Make a backup and note down how it is set now",
    "Tell the service desk that it begins",
    "Carry out the work as the supplier describes it",
    "Check it with two users in different rooms",
    "Bring the register up to date",
)
_FALLBACK = "Put back what was noted down before the work, and restore the backup; the old parts stay for a week."


@dataclass(slots=True)
class Context:
    """Who and what the changes of a world have in common."""

    history: HistoryWriter
    people: People
    services: dict[str, Subject]
    registers: Registers
    calendar: ServiceCalendar
    begins: datetime
    changes: dict[str, Subject] = field(default_factory=dict)

    def day(self, week: int, weekday: int, hour: int) -> datetime:
        """A time on a working day of a week of the history."""
        monday = (self.begins - timedelta(days=self.begins.weekday())).astimezone(LONDON).date() + timedelta(weeks=week)
        day = monday + timedelta(days=weekday)
        while not open_spans(self.calendar, day):
            day += timedelta(days=1)
        return datetime.combine(day, time(hour), LONDON)


def carry_out_changes(context: Context) -> dict[str, Subject]:
    """All of them by their codes, in the order in which they were raised."""
    for text in read("changes"):
        context.changes[text["code"]] = _ChangeHistory(context, text).tell()
    return context.changes


class _ChangeHistory:
    """One change, event by event."""

    def __init__(self, context: Context, text: dict[str, Any]) -> None:
        self.context, self.text = context, text
        self.history, self.people = context.history, context.people
        self.originator: Colleague = self.people.second["systems"][0]
        self.reviewer: Colleague = self.people.second["network"][0]
        self.implementer = self.people.technician
        self.assets = [self._asset(name) for name in text["assets"]]
        self.planned_at = context.day(text["week"], 2, 17)
        self.change: Subject

    def tell(self) -> Subject:
        context, text, week = self.context, self.text, self.text["week"]
        step_1 = self._step_1()
        self.change = self.history.create(
            Change, MACHINE, "raise", {"type": text["type"], **step_1}, actor=self.originator,
            at=context.day(week - 3, 0, 10), facts={"is_live": True},
        )  # fmt: skip
        self.history.words.setdefault("change", {})[self.change.id] = self.change.word
        self._do("submit_1", self.originator, context.day(week - 3, 0, 11), **step_1)
        if text["outcome"] == "rejected":
            self._do("refuse_proceed", self.people.owner, context.day(week - 3, 1, 14), comment=text["comment"])
            return self.change
        approved_at = context.day(week - 3, 1, 14)
        self._do("approve_proceed", self.people.owner, approved_at, comment="Go ahead and plan it.")
        money = self._commit(approved_at)
        self._decide()
        self._carry_out(money)
        self._finish_paperwork()
        return self.change

    def _decide(self) -> None:
        day, week = self.context.day, self.text["week"]
        self._do("submit_2", self.originator, day(week - 2, 0, 10), **self._step_2())
        checklist = [name for name, _ in CHECKLIST]
        self._do("review_ok", self.reviewer, day(week - 2, 1, 11), checklist=checklist, comment="The plan is sound.")
        self._do(
            "record_consultation", self.people.final, day(week - 2, 3, 9),
            with_whom="Two users of each site", how="conversation",
            told="The date, the time after closing, and what they will notice.", objections="", reschedule=False,
        )  # fmt: skip
        self._do("approve_implement", self.people.final, day(week - 2, 3, 14), comment="Approved for that evening.")
        self._do(
            "communicate", self.implementer, day(week - 1, 0, 9), audience="Everybody", how="email",
            text=f"On the planned evening from five o’clock: {self.text['title']}. Please save your work before.",
        )  # fmt: skip

    def _carry_out(self, money: Subject | None) -> None:
        text, ends = self.text, self.planned_at + timedelta(minutes=int(self.text["minutes"] * 0.8))
        self._do("start", self.implementer, self.planned_at, deviation="")
        for asset in self.assets:
            self._trace(asset, ends)
        if text["outcome"] == "fallen_back":
            self._do(
                "fall_back", self.implementer, ends, because="trigger",
                seen="Devices of staff lost their connection as soon as the rule was active.",
                differences=text["differences"],
            )  # fmt: skip
        else:
            self._do(
                "finish", self.implementer, ends, outcome=text["outcome"],
                tested="Two users tried it in different rooms, and it works as planned.",
                differences=text.get("differences", ""),
            )  # fmt: skip
        if money is not None:
            self.history.apply(money, "settle_with_change", {}, actor=None, at=ends)

    def _finish_paperwork(self) -> None:
        at = self.context.day(self.text["week"], 4, 10)
        note = "Everything that was touched says so in the register."
        self._do("update_records", self.implementer, at, note=note)
        self._do("link_incidents", self.implementer, at, incidents=[], none_caused=True)
        self._do("write_review", self.originator, at + timedelta(hours=1), review=self.text["review"])
        self._do("close", self.people.owner, at + timedelta(hours=4), comment="Done, recorded and reviewed.")

    def _commit(self, at: datetime) -> Subject | None:
        pence = self.text["cost"]
        if not pence:
            return None
        given = {
            "on": at.date(),
            "category": self.text["category"],
            "supplier": "Forth Computing",
            "description": f"{self.change.ref} {self.text['title']}",
            "amount_pence": pence,
            "change_id": self.change.id,
        }
        return self.history.create(Expenditure, EXPENDITURE, "commit_for_change", given, actor=self.people.owner, at=at)

    def _trace(self, asset: Subject, at: datetime) -> None:
        told = {name: asset.values[name] for name in ("model", "serial", "warranty_ends_on", "service_id")}
        told |= {"work": self.text["title"], "change_ref": self.change.id}
        self.history.apply(asset, "update", told, actor=self.implementer, at=at)
        if self.text.get("retires"):
            because = {"change_ref": self.change.id}
            back = {"condition": "Switched off; all that was on it has moved.", **because}
            self.history.apply(asset, "take_back", back, actor=self.implementer, at=at)
            retired = {"reason": f"Replaced by {self.change.ref}.", **because}
            self.history.apply(asset, "retire", retired, actor=self.implementer, at=at)

    def _asset(self, name: str) -> Subject:
        kind, _, which = name.partition(":")
        registers = self.context.registers
        return registers.servers[which] if kind == "server" else registers.assets[kind][int(which)]

    def _step_1(self) -> dict[str, Any]:
        text = self.text
        return {
            "title": text["title"],
            "source": text["source"],
            "asset_ids": [asset.id for asset in self.assets],
            "items": [] if self.assets else [text["title"]],
            "service_ids": [self.context.services[code].id for code in text["services"]],
            "description": text["description"],
            "reason": text["reason"],
            "cost_pence": text["cost"],
        }

    def _step_2(self) -> dict[str, Any]:
        text, minutes = self.text, self.text["minutes"]
        return {
            "plan": list(_PLAN),
            "impact": "People who work late do without the service for a while; by the morning all is as before.",
            "failure_impact": "If it fails, users of this service would have to do without it until it is put back.",
            "failure_likelihood": text["likelihood"],
            "failure_severity": text["severity"],
            "fallback": _FALLBACK,
            "fallback_trigger": "One of the two users cannot work with it, and nobody finds out why in ten minutes.",
            "fallback_minutes": minutes // 2,
            "planned_at": self.planned_at,
            "duration_minutes": minutes,
            "test_plan": "Two users in different rooms do their usual work with it.",
            "communication_plan": "A mail to everybody a week before, and a word to the service desk on the day.",
            "implementer_id": self.implementer.id,
        }

    def _do(self, event: str, actor: Colleague, at: datetime, **given: Any) -> None:
        mine = {self.originator.id: Tie.ORIGINATOR, self.implementer.id: Tie.IMPLEMENTER}
        ties = {mine[actor.id]} if actor.id in mine else set()
        self.history.apply(self.change, event, given, actor=actor, at=at, ties=ties, facts=self._facts())

    def _facts(self) -> Mapping[str, Any]:
        happened = [ChangeEvent(one.verb, one.actor_id, one.data) for one in self.change.entries]
        workplace = self.history.workplace
        settings = {"profile": str(workplace.change_profile), "peer_review_required": True, "assets_missing": ()}
        return {**facts_of(happened), **settings}
