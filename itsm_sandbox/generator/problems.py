"""The problems of a world: one that was solved by a change, and a known error with which people live."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from itsm_sandbox.engine.history_writer import Entry, Subject
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.changes import Context
from itsm_sandbox.generator.knowledge import write_at_once
from itsm_sandbox.generator.tickets import TicketHistory
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.rules import MACHINE
from itsm_sandbox.problems.problems.rules.facts import CarriedOut, ProblemFacts
from itsm_sandbox.problems.problems.rules.findings import article_text
from itsm_sandbox.problems.problems.rules.machine import INVESTIGATING


def tell_problems(context: Context, tickets: Sequence[TicketHistory]) -> list[Subject]:
    outages = [one for one in tickets if one.scenario.outage and one.same_as is None]
    return [_internet(context, tickets, outages[:1]), _till_cables(context, tickets)]


def _internet(context: Context, tickets: Sequence[TicketHistory], outages: Sequence[TicketHistory]) -> Subject:
    """The line failed; a second one solved it."""
    change = context.changes["second_line"]
    investigator: Colleague = context.people.second["network"][0]
    story = _Story(context, tickets, investigator, change)
    at = outages[0].ticket.last_at + timedelta(hours=20)
    story.log(
        at,
        outages,
        title="Everything stops when the internet line fails",
        description="When the line of the provider fails, nobody reaches anything outside for an hour or more.",
        source="major_incident",
        service_id=context.services["network"].id,
        subcategory="internet",
    )
    story.do("investigate", 1, method="timeline", first_thought="What the provider’s own log says.")
    story.do("place_moment", 2, moment=at - timedelta(days=1), what="The provider’s router lost its line.")
    story.do("hypothesise", 3, text="There is only one line, so each failure of it stops everybody.")
    story.do(
        "weigh", 4, hypothesis=1, verdict="supported", test="The provider’s log was laid beside our tickets.",
        because="Each outage of the line is an outage of ours, to the minute.",
    )  # fmt: skip
    story.do("record_cause", 5, root_cause="There is a single line from the provider and nothing that takes over.")
    known_at = story.do(
        "declare_known_error", 6, symptoms="Everything inside works, nothing outside can be reached.",
        workaround="Tell everybody at once, ring the provider, and let the office work with its mobile phones.",
        root_cause="There is a single line from the provider and nothing that takes over.",
    )  # fmt: skip
    article = _known_error_article(context, story.problem, investigator, known_at)
    story.do_at("request_change", max(known_at, change.values["created_at"]) + timedelta(hours=1), change_id=change.id)
    finished: datetime = change.values["finished_at"]
    solved = max(finished + timedelta(days=20), story.problem.last_at + timedelta(days=1))
    story.do_at(
        "resolve", solved, recurrence_note="",
        verification="The main line was unplugged twice; the second one took over within forty seconds each time.",
    )  # fmt: skip
    lessons = "A single line is a single point of failure. The same question is to be asked of the server cupboard."
    closed = solved + timedelta(days=3)
    story.do_at("close", closed, actor=context.people.contact, lessons=lessons)
    reason = f"{story.problem.ref} is closed: this no longer holds."
    context.history.apply(article, "retire", {"reason": reason}, actor=context.people.contact, at=closed)
    return story.problem


def _till_cables(context: Context, tickets: Sequence[TicketHistory]) -> Subject:
    """The records system runs full now and then; the supplier knows, and nothing was changed yet."""
    investigator = context.people.second["systems"][0]
    story = _Story(context, tickets, investigator, None)
    at = context.day(19, 1, 10)
    like = [one for one in tickets if one.scenario.code == "records_error" and one.ended_before(at)]
    story.log(
        at,
        like[:3],
        title="Records system cannot save when its log is full",
        description="Every few weeks saving stops with error 5031 until the supplier frees space for the log.",
        source="supplier",
        service_id=context.services["records"].id,
        subcategory="records_system",
    )
    story.do("investigate", 2, method="five_whys", first_thought="")
    because = "The disk of the database’s log is full."
    story.do("ask_why", 3, why="Why does saving fail?", because=because, known_from="")
    known_at = story.do(
        "declare_known_error", 5, symptoms="Error 5031 when saving; reading works.", root_cause="",
        workaround="Ring Carron Software and ask them to free the log of the database; it takes them ten minutes.",
    )  # fmt: skip
    _known_error_article(context, story.problem, investigator, known_at)
    return story.problem


class _Story:
    def __init__(
        self, context: Context, tickets: Sequence[TicketHistory], investigator: Colleague, change: Subject | None
    ) -> None:
        self.context, self.tickets, self.investigator, self.change = context, tickets, investigator, change
        self.problem: Subject
        self.began: datetime

    def log(self, at: datetime, tickets: Sequence[TicketHistory], **given: Any) -> None:
        told = {**given, "trend_id": None, "asset_id": None, "tickets": [one.ticket.id for one in tickets]}
        self.began = at
        self.problem = self.context.history.create(
            Problem, MACHINE, "log", told, actor=self.investigator, at=at, facts=self._facts(())
        )
        self.context.history.words.setdefault("problem", {})[self.problem.id] = self.problem.word
        for one in tickets:
            one.link_problem(self.problem, self.investigator, at)

    def do(self, event: str, hours: int, **given: Any) -> datetime:
        """So many hours after it was logged."""
        at = self.began + timedelta(hours=hours)
        self.do_at(event, at, **given)
        return at

    def do_at(self, event: str, at: datetime, *, actor: Colleague | None = None, **given: Any) -> None:
        self.context.history.apply(
            self.problem, event, given, actor=actor or self.investigator, at=at, ties={Tie.INVESTIGATOR},
            facts=self._facts(self.problem.entries),
        )  # fmt: skip

    def _facts(self, entries: Sequence[Entry]) -> ProblemFacts:
        return ProblemFacts(
            change=self._carried_out,
            hypotheses=lambda: [one.data["given"]["text"] for one in entries if one.verb == "hypothesise"],
            investigators=lambda: frozenset(
                one.actor_id for one in entries if one.verb in INVESTIGATING and one.actor_id
            ),
            is_solo=lambda: self.context.history.workplace.is_solo,
            recurrences_since=self._count_like,
        )

    def _carried_out(self) -> CarriedOut | None:
        if self.change is None:
            return None
        values = self.change.values
        return CarriedOut(self.change.ref, self.change.state, values["outcome"], values["finished_at"])

    def _count_like(self, since: datetime) -> int:
        """Incidents of the same category and service that were logged later."""
        about = ("service_id", "subcategory")
        alike = {name: self.problem.values[name] for name in about} | {"type": "incident"}
        return sum(
            one.values["created_at"] > since and one.state != "cancelled" and alike.items() <= one.values.items()
            for one in (told.ticket for told in self.tickets)
        )


def _known_error_article(context: Context, problem: Subject, author: Colleague, at: datetime) -> Subject:
    given = {
        "title": f"Known error: {problem.values['title']}",
        "type": "known_error",
        "audience": "staff",
        "body": article_text(problem.values, problem.ref),
        "service_id": problem.values["service_id"],
        "category": problem.values["category"],
        "problem_id": problem.id,
    }
    return write_at_once(context.history, given, author, at)
