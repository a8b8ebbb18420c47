"""The tickets of a world: each report taken, classified, worked on and ended as its scenario says."""

import random
from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.rules import MACHINE
from itsm_sandbox.desk.tickets.rules.categories import CATEGORIES, PARENTS, needs_identity
from itsm_sandbox.desk.tickets.rules.derived import Step, Targets, facts_of, targets_in
from itsm_sandbox.desk.tickets.rules.facts import TicketFacts
from itsm_sandbox.desk.tickets.rules.timers import closes_at
from itsm_sandbox.engine.calendar import ServiceCalendar, add_open_seconds
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.priority import DEFAULT_TARGETS
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.arrivals import Arrival
from itsm_sandbox.generator.people import People
from itsm_sandbox.generator.registers import STALE_ARTICLE, Registers
from itsm_sandbox.generator.ticket_facts import facts_of_ticket
from itsm_sandbox.reporting.outages.models import Outage

_CHANNELS = {"portal": 34, "phone": 30, "email": 22, "face_to_face": 10, "chat": 4}  # with their shares
_THANKS = ("Works, thank you.", "Thanks, that was quick.", "All good now.", "")
_LATE_REASON = "There was more to do than hands to do it, so this one had to wait."
_PROPOSAL = "There is no article on this yet; a short one with these steps would help."


@dataclass(slots=True)
class TicketContext:
    """What all tickets of a world share. `slow` is the month in which work waited."""

    history: HistoryWriter
    people: People
    services: dict[str, Subject]
    registers: Registers
    calendar: ServiceCalendar
    rng: random.Random
    ends: datetime
    slow: tuple[datetime, datetime]
    stale_from: datetime  # since then the article on printers is wrong
    handed_over_at: datetime
    tickets: list["TicketHistory"] = field(default_factory=list)

    def facts(self, steps: Callable[[], Sequence[Step]]) -> TicketFacts:
        """Of a ticket to which this has happened."""
        return facts_of_ticket(self.history.workplace, self.people, self.services, self.calendar, steps)


class NotYet(Exception):
    """The next step lies beyond the end of the history."""


def tell_tickets(context: TicketContext, arrivals: Sequence[Arrival]) -> list["TicketHistory"]:
    """All of them in the order in which they were reported; an outage is reported several times."""
    waiting = list(arrivals)
    while waiting:
        arrival = waiting.pop(0)
        told = TicketHistory(context, arrival)
        context.tickets.append(told)
        told.tell()
        if arrival.scenario.outage and arrival.same_as is None:
            for minutes in (6, 11, 19):
                again = Arrival(arrival.at + timedelta(minutes=minutes), arrival.scenario, same_as=told.ticket.id)
                insort(waiting, again, key=lambda one: one.at)
    return context.tickets


class TicketHistory:
    """One ticket while its story is told. `at` is when something last happened to it."""

    def __init__(self, context: TicketContext, arrival: Arrival) -> None:
        self.context, self.scenario, self.at = context, arrival.scenario, arrival.at
        self.history, self.people, self.rng = context.history, context.people, context.rng
        self.same_as, self.cause = arrival.same_as, arrival.cause
        self.requester = arrival.requester or self._requester()
        self.site, self.room = self._place()
        self.asset = self._asset()
        self.worker: Colleague = self.rng.choice(self.people.desk)
        self.service = context.services[self.scenario.service]
        self.is_slow = context.slow[0] <= arrival.at < context.slow[1] and not self.scenario.outage
        self.is_late = self.rng.random() < (0.5 if self.is_slow else 0.06)
        self.ticket: Subject = self._log()

    def tell(self) -> None:
        try:
            if self.same_as is not None:
                self._reject()
                return
            self._front()
            self._work()
            self._end()
        except NotYet:
            return

    # --- from the report to triage ---

    def _log(self) -> Subject:
        scenario, by_portal = self.scenario, self._channel() == "portal"
        given = {
            "requester_id": self.requester.id,
            "channel": self.channel,
            "type": scenario.type if not by_portal or self.rng.random() < 0.9 else "incident",
            "title": self._fill(self.rng.choice(scenario.titles)),
            "description": self._fill(self.rng.choice(scenario.says)),
            "service_id": None,
            "site_id": self.site.id,
            "location": self.room,
            "asset_id": self.asset.id if self.asset and by_portal else None,
            "follows_id": None,
        }
        if tried := self._tried() if by_portal else None:
            given["tried_ids"] = [tried.id]
        actor = self.requester if by_portal else None if self.channel == "monitoring" else self.worker
        ticket = self.history.create(
            Ticket,
            MACHINE,
            "log",
            given,
            actor=actor,
            at=self.at,
            facts=self.context.facts(tuple),
            scenario=scenario.truth(),
        )
        self.history.words.setdefault("ticket", {})[ticket.id] = ticket.word
        return ticket

    def _tried(self) -> Subject | None:
        """Half of those who report in the portal have first read what is written for everybody, if anything is."""
        article = self.context.registers.articles.get(self.scenario.article or "")
        is_for_users = article is not None and article.values["audience"] == "users"
        return article if is_for_users and len(self.context.tickets) % 2 else None

    def _front(self) -> None:
        scenario = self.scenario
        target = DEFAULT_TARGETS[self._expected()][0] * 60
        self._pass(min(self.rng.uniform(120, 1500), target * 0.2))
        self._do(
            "validate_classify", self.worker,
            type=scenario.type, subcategory=self._first_guess(), service_id=self.service.id,
            affected_user_id=self.requester.id, identity_method=self._identity(), support_mode=scenario.mode,
            site_id=self.site.id, location=self.room, asset_id=self.asset.id if self.asset else None,
        )  # fmt: skip
        self.history.words["ticket"][self.ticket.id] = self.ticket.word
        item = next((one for one in self.service.values["request_items"] if one["name"] == scenario.item), None)
        if item and item["needs_approval"]:
            self._pass(120)
            self._do("request_approval", self.worker, request_item=scenario.item)
            self._pass(self.rng.uniform(1800, 14_000))
            self._do("approve", self.people.owner, ties={Tie.APPROVER})
        self._pass(min(self.rng.uniform(60, 400), target * 0.1))
        self._do(
            "triage", self.worker,
            impact=scenario.impact, urgency=scenario.urgency, override="", override_reason="",
            group_id=self.people.groups["desk"].id, assigned_to_id=self.worker.id,
        )  # fmt: skip

    def _reject(self) -> None:
        self._pass(self.rng.uniform(60, 400))
        text = "Thank you. We know of it and are at work; you hear from us when it is back."
        self._do("reject", self.worker, rejection="duplicate", duplicate_of_id=self.same_as, text=text)

    # --- work ---

    def _work(self) -> None:
        response_s, fix_s = self._targets()
        if self.scenario.outage:
            self._declare_major()
        self._pass(max(60.0, response_s * self._share(1.6, 6) - self._used()))
        contact = "visit" if self.scenario.mode == "on_premises" and self.rng.random() < 0.6 else "call"
        self._do("respond", self.worker, contact=contact, text=self._answer(), minutes=self.rng.randrange(3, 12))
        self._correct_class()
        if self.rng.random() < 0.13 and not self.scenario.outage:
            self._wait_for_user()
        if not self.scenario.is_for_desk:
            self._escalate(fix_s)
        self._until(fix_s * self._share(1.4, 5))
        self._resolve()
        if self._comes_back():
            self._reopen(fix_s)

    def _escalate(self, fix_s: int) -> None:
        self._pass(fix_s * self.rng.uniform(0.02, 0.08))
        group = self.people.groups[self.scenario.group]
        self._do(
            "escalate_functional", self.worker, group_id=group.id, work_done=self._fill(self.scenario.handover),
            asked="Please find out what is behind it, and tell me when it is done.", minutes=5,
        )  # fmt: skip
        self.worker = self.rng.choice(self.people.second[self.scenario.group])
        self._pass(min(self.rng.uniform(300, 5400), fix_s * 0.1))
        self._do("respond", self.worker, contact="message", text="I have it now and will look at it.", minutes=2)

    def _wait_for_user(self) -> None:
        question = self.scenario.asked[0] if self.scenario.asked else {"about": ["that"], "answer": "It is as I said."}
        self._pass(self.rng.uniform(200, 1500))
        asked_at = self.at
        follow_up = add_open_seconds(self.context.calendar, asked_at, 9 * 3600)
        self._do(
            "wait", self.worker, pending_reason="user", follow_up_at=follow_up,
            note=f"Could you tell me more about {question['about'][0]}?", change_ref=None,
        )  # fmt: skip
        self._pass(self.rng.uniform(1800, 8 * 3600))
        self._do("reply", self.requester, ties={Tie.REQUESTER}, text=question["answer"])
        self._do("resume", None, note="The user answered.")

    def _resolve(self) -> None:
        scenario = self.scenario
        article = self.context.registers.articles.get(scenario.article or "")
        self._derive()
        late = self.ticket.values["fix_breached_at"] is not None
        self._do(
            "resolve", self.worker,
            resolution_code=scenario.codes[0], resolution=self._fill(scenario.fix),
            articles_used=[article.id] if article else [], proposal="" if article else _PROPOSAL,
            breach_reason=_LATE_REASON if late else "", minutes=self.rng.randrange(5, 50),
        )  # fmt: skip
        if scenario.outage:
            self._back_in_service()

    def _reopen(self, fix_s: int) -> None:
        self._pass(self.rng.uniform(1800, 10 * 3600))
        self._do("reopen", self.requester, ties={Tie.REQUESTER}, reason="It is back, the same as before.")
        self._pass(min(self.rng.uniform(1200, 9000), fix_s * 0.3))
        self._resolve()

    def _end(self) -> None:
        until = closes_at(self.steps, self.context.calendar)
        assert until is not None
        if self.rng.random() < 0.55 and self.channel != "monitoring":
            self._pass(self.rng.uniform(900, 20 * 3600))
            rating = self.rng.choices("54321", (3, 4, 3, 3, 2) if self.is_late else (48, 34, 12, 4, 2))[0]
            comment = self.rng.choice(_THANKS)
            self._do("confirm", self.requester, ties={Tie.REQUESTER}, rating=rating, satisfaction_comment=comment)
            return
        if until >= self.context.ends:
            raise NotYet
        self.at = until
        self._do("auto_close", None)

    def ended_before(self, moment: datetime) -> bool:
        return self.ticket.state == "closed" and self.ticket.last_at < moment

    def link_problem(self, problem: Subject, actor: Colleague, at: datetime) -> None:
        self.at = max(self.at, at)
        self._do("link_problem", actor, problem_id=problem.id)

    # --- the major incident ---

    def _declare_major(self) -> None:
        self._pass(120)
        reason = "Nobody can reach anything outside."
        self._do("declare_major", self.people.contact, communicate_every=30, reason=reason)

    def _back_in_service(self) -> None:
        self._do("stand_down", self.people.contact, reason="It works again everywhere, tested in three rooms.")
        row = {
            "workplace_id": self.history.workplace.id,
            "service_id": self.service.id,
            "ticket_id": self.ticket.id,
            "from_at": self.ticket.values["created_at"],
            "until_at": self.at,
        }
        self.history.add(Outage, row)

    # --- time ---

    def _pass(self, seconds: float) -> None:
        """Let so much service time go by."""
        self.at = add_open_seconds(self.context.calendar, self.at, int(seconds))
        if self.at >= self.context.ends:
            raise NotYet

    def _until(self, used_s: float) -> None:
        """Let time go by until so much of the fix target is used."""
        self._derive()
        left = max(240.0, used_s - self.ticket.values["running_s"])
        if not self.scenario.outage:
            self._pass(left)
            return
        while left > 0:
            self._pass(min(left, 1500))
            left -= 1500
            self._do(
                "communicate", self.people.contact, audience="Everybody",
                text="The internet is down. The provider is at work on it; we write again within half an hour.",
            )  # fmt: skip

    def _share(self, a: float, b: float) -> float:
        """How much of a target this ticket takes."""
        if self.is_late:
            return self.rng.uniform(1.03, 1.7)
        return min(0.97, self.rng.betavariate(a, b) * (1.8 if self.is_slow else 1))

    def _targets(self) -> tuple[int, int]:
        targets = self.agreed
        assert targets.response_s
        assert targets.fix_s
        return targets.response_s, targets.fix_s

    def _used(self) -> float:
        self._derive()
        return float(self.ticket.values["running_s"])

    # --- what follows from its events ---

    @property
    def agreed(self) -> Targets:
        return targets_in(self.service.values["targets"], self.ticket.values["priority"])

    @property
    def steps(self) -> list[Step]:
        return [
            Step(one.at, one.verb, one.from_state, one.to_state, one.data["given"], one.data["changes"])
            for one in self.ticket.entries
        ]

    def _derive(self) -> None:
        self.ticket.values.update(facts_of(self.steps, self.agreed, self.context.calendar, self.at))

    def _do(self, event: str, actor: Colleague | None, *, ties: set[Tie] | None = None, **given: Any) -> None:
        held = set(ties or ())
        values = self.ticket.values
        if actor and values["assigned_to_id"] in {actor.id, None}:
            held.add(Tie.ASSIGNED)
        facts = self.context.facts(lambda: self.steps)
        self.history.apply(self.ticket, event, given, actor=actor, at=self.at, ties=held, facts=facts)

    # --- who, where and what ---

    def _requester(self) -> Colleague:
        if self.scenario.channel == "monitoring":
            return self.people.technician
        users = self.people.users
        if self.scenario.rising:
            users = [one for one in users if self.people.homes[one.id][0] is self.people.wing] or users
        return self.rng.choice(users)

    def _place(self) -> tuple[Any, str]:
        home = self.people.homes.get(self.requester.id)
        return home or (next(iter(self.people.sites.values())), "Server cupboard")

    def _asset(self) -> Subject | None:
        kind = self.scenario.asset
        if kind == "laptop":
            return self.context.registers.of_user.get(self.requester.id)
        things = self.context.registers.assets.get(kind, [])
        near = [one for one in things if one.values["site_id"] == self.site.id]
        return self.rng.choice(near or things) if things else None

    def _channel(self) -> str:
        out_of_hours = not 8 <= self.at.astimezone(LONDON).hour < 17
        chosen = self.rng.choices(tuple(_CHANNELS), tuple(_CHANNELS.values()))[0]
        self.channel = self.scenario.channel or ("portal" if out_of_hours else chosen)
        return self.channel

    def _expected(self) -> str:
        return str(self.history.workplace.matrix[f"{self.scenario.impact} {self.scenario.urgency}"])

    def _identity(self) -> str:
        if not needs_identity(self.scenario.subcategory) and not needs_identity(self._guess):
            return ""
        return self.rng.choice(("called_back", "photo_card", "known_in_person"))

    def _first_guess(self) -> str:
        """Now and then the desk takes it for something else of the same category."""
        self._guess = self.scenario.subcategory
        if self.rng.random() < 0.05:
            category = next(one for one in CATEGORIES if one.code == PARENTS[self.scenario.subcategory])
            self._guess = self.rng.choice(category.subcategories).code
        return self._guess

    def _correct_class(self) -> None:
        if self._guess == self.scenario.subcategory:
            return
        self._pass(self.rng.uniform(200, 1200))
        self._do(
            "reclassify", self.worker, type=self.scenario.type, service_id=self.service.id,
            subcategory=self.scenario.subcategory, identity_method=self._identity(),
            reason="A look at it showed that it is something else.",
        )  # fmt: skip

    def _answer(self) -> str:
        return f"Thank you, I am on it now. You will hear from me about {self.room} as soon as I know more."

    def _comes_back(self) -> bool:
        stale = self.scenario.article == STALE_ARTICLE and self.at >= self.context.stale_from
        drawn = self.rng.random() < (0.45 if stale else 0.03)
        return drawn and self.channel != "monitoring" and not self.scenario.outage

    def _fill(self, text: str) -> str:
        device = self.asset.values["tag"] if self.asset else "the device"
        return text.format(room=self.room, wing=self.site.name.lower(), device=device)
