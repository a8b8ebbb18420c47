"""The projects of a world: one under way, one that was refused, and what was learnt."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.engine.calendar import open_spans
from itsm_sandbox.engine.history_writer import Subject
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.registry import ArtefactType, find_type
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.changes import Context
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.projects.projects.models import Project, StatusReport
from itsm_sandbox.projects.projects.rules import MACHINE

_WRITTEN_WEEK, _REFUSED_WEEK = 13, 8
_REPORT_WORDS = ("done", "coming", "troubles", "asks", "for_management", "for_users")


def run_projects(context: Context) -> None:
    """Those at work in it do what a person would, step by step."""
    texts = read("projects")
    running = _Telling(context, texts["running"], _WRITTEN_WEEK)
    running.decide("approve_case")
    running.staff()
    running.plan()
    running.work()
    _Telling(context, texts["refused"], _REFUSED_WEEK).decide("refuse_case")
    lesson = find_type("lesson")
    if lesson is not None:
        for text in texts["lessons"]:
            _collect(context, lesson, running.project, text)


@dataclass(slots=True)
class _Telling:
    """One project, event by event."""

    context: Context
    text: dict[str, Any]
    week: int
    team: dict[str, Colleague] = field(init=False)
    project: Subject = field(init=False)

    def __post_init__(self) -> None:
        people = self.context.people
        self.team = {
            "lead": people.second["systems"][0],
            "technician": people.technician,
            "contact": people.contact,
            "user": people.users[0],
        }
        lead, day = self.team["lead"], self.context.day
        self.project = self.context.history.create(
            Project, MACHINE, "propose", self.text["case"], actor=lead, at=day(self.week, 0, 9), figures={},
            author_id=lead.id,
        )  # fmt: skip
        self.context.history.words.setdefault("project", {})[self.project.id] = self.project.word
        for place, option in enumerate(self.text["options"]):
            self._do("add_option", day(self.week, 0, 10 + place), **option)
        chosen = {"recommended": self.text["recommended"], "reasons": self.text["reasons"]}
        self._do("recommend", day(self.week, 1, 9), **chosen)
        self._do("submit_case", day(self.week, 1, 10))

    def decide(self, event: str) -> None:
        at = self.context.day(self.week, 2, 14)
        self._do(event, at, actor=self.context.people.owner, decision=self.text["decision"])

    def staff(self) -> None:
        at = self.context.day(self.week + 1, 0, 9)
        for place, row in enumerate(self.text["roles"]):
            told = {name: row[name] for name in row if name != "who"}
            given = {**told, "colleague_id": self.team[row["who"]].id}
            self._do("assign_roles", at + timedelta(minutes=5 * place), **given)

    def plan(self) -> None:
        at = self.context.day(self.week + 1, 1, 9)
        for place, row in enumerate(self.text["tasks"]):
            given = {
                **{name: row[name] for name in ("name", "package", "after")},
                "starts_on": self._on(row["from"]),
                "ends_on": self._on(row["to"]),
                "is_milestone": row.get("is_milestone", False),
                "owner_id": self.team[row["owner"]].id,
            }
            self._do("add_task", at + timedelta(minutes=5 * place), **given)
        for place, row in enumerate(self.text["risks"]):
            told = {name: row[name] for name in row if name != "owner"}
            given = {**told, "owner_id": self.team[row["owner"]].id}
            self._do("add_risk", at + timedelta(hours=2, minutes=10 * place), **given)
        self._do("baseline", at + timedelta(hours=3), calendar_note="")
        plan = self.text["contingency"]
        owner = self.context.people.owner
        given = {"trigger": plan["trigger"], "action": plan["action"], "with_id": owner.id}
        self._do("plan_contingency", at + timedelta(hours=4), **given)
        agreed_at = self.context.day(self.week + 1, 2, 10)
        self._do("agree_contingency", agreed_at, actor=owner, number=1, comment=plan["comment"])

    def work(self) -> None:
        """What comes later than the day on which people enter has not happened yet."""
        day, owner = self.context.day, self.context.people.owner
        first = self.text["reports"][0]["at"]
        given: dict[str, Any] = {
            "every": "28",
            "report_due_on": self._on(first),
            "recipient_ids": [owner.id, self.team["user"].id],
        }
        self._do("set_reporting", day(self.week + 1, 3, 9), **given)
        self._do("begin_work", day(self.week + 2, 0, 9))
        steps = [(self._at(row["at"], 15), "progress", row) for row in self.text["progress"]]
        steps += [(self._at(row["at"], 11), "report_status", row) for row in self.text["reports"]]
        escalation = self.text["escalation"]
        told = {name: escalation[name] for name in ("task", "what", "tried", "asked")}
        steps.append((day(22, 4, 9), "escalate", {**told, "to_id": owner.id}))
        steps.append((day(22, 4, 11), "answer_escalation", {"number": 1, "answer": escalation["answer"]}))
        for at, event, row in sorted(steps, key=lambda step: step[0]):
            given = {name: row[name] for name in row if name != "at"}
            due_on = self.project.values["report_due_on"]
            self._do(event, at, actor=owner if event == "answer_escalation" else None, **given)
            if event == "report_status":
                self._keep_report(at, due_on, given)

    def _keep_report(self, at: datetime, due_on: date, given: Mapping[str, Any]) -> None:
        values, history = self.project.values, self.context.history
        rows = [one for one in history.beside.get(StatusReport, []) if one["project_id"] == self.project.id]
        row = {
            "project_id": self.project.id,
            "number": len(rows) + 1,
            "at": at,
            "by_id": values["author_id"],
            "due_on": due_on,
            "is_late": at.date() > due_on,
            "rag": given["rag"],
            "from_on": rows[-1]["to_on"] if rows else values["baselined_on"],
            "to_on": at.date(),
            "recipients": sorted(f"{one.name} (simulated)" for one in (self.context.people.owner, self.team["user"])),
            "figures": values["figures"],
            **{name: given[name] for name in _REPORT_WORDS},
        }
        history.add(StatusReport, row)

    def _on(self, when: Collection[int]) -> date:
        return self._at(when, 9).astimezone(LONDON).date()

    def _at(self, when: Collection[int], hour: int) -> datetime:
        week, weekday = when
        return self.context.day(week, weekday, hour)

    def _do(self, event: str, at: datetime, *, actor: Colleague | None = None, **given: Any) -> None:
        doer = actor or self.team["lead"]
        ties = {Tie.LEADER} if doer is self.team["lead"] else {Tie.APPROVER}
        names = self.context.history.words["people"]
        facts = {
            "name_of": lambda colleague_id: names[colleague_id],
            "is_open": lambda on: bool(open_spans(self.context.calendar, on)),
            "writers": {self.team["lead"].id},
        }
        at = max(at, self.project.last_at + timedelta(minutes=1))  # days on which it is closed move several to one
        self.context.history.apply(self.project, event, given, actor=doer, at=at, ties=ties, facts=facts)


def _collect(context: Context, kind: ArtefactType, project: Subject, text: Mapping[str, Any]) -> None:
    history, author = context.history, context.people.second["systems"][0]
    change = context.changes[text["change"]] if "change" in text else None
    given = {name: text[name] for name in ("title", "source", "happened")}
    given |= {"project_id": None if change else project.id, "change_id": change.id if change else None}
    at = context.day(text["week"], 4, 14)
    lesson = history.create(kind.model, kind.machine, "collect", given, actor=author, at=at, author_id=author.id)
    steps = {"evaluate": {name: text[name] for name in ("verdict", "evaluation")}}
    if "action" in text:
        told = {"action": text["action"], "article_id": None, "no_update_reason": text["no_update_reason"]}
        steps["act"] = told
    for hours, (event, given) in enumerate(steps.items(), 1):
        history.apply(lesson, event, given, actor=author, at=at + timedelta(hours=hours), ties={Tie.AUTHOR})
