"""The budget, the risk assessment and the continuity plans of a world: in place, and none of them kept up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import People
from itsm_sandbox.money.budgets import rules as budgets
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.risk.assessments.models import RiskAssessment
from itsm_sandbox.risk.assessments.rules.facts import AssessmentFacts
from itsm_sandbox.risk.contingency import rules as contingency_plans
from itsm_sandbox.risk.contingency.models import ContingencyPlan
from itsm_sandbox.risk.continuity.models import PlanVersion
from itsm_sandbox.risk.continuity.rules import Part, PlanFacts, frozen
from itsm_sandbox.risk.recovery import rules as recovery_plans
from itsm_sandbox.risk.recovery.models import RecoveryPlan

_REVIEWED_AFTER = timedelta(days=120)  # of the plans: long gone when people come to work there


def fill_plans(
    history: HistoryWriter, people: People, services: dict[str, Subject], *, begins: datetime, ends: datetime
) -> None:
    history.words.setdefault("change_team", history.words["people"])
    planning = _Planning(history, people, services, begins, ends)
    planning.set_budgets()
    planning.assess_risks()
    planning.plan_for_loss(planning.plan_recovery())


@dataclass(slots=True)
class _Planning:
    history: HistoryWriter
    people: People
    services: dict[str, Subject]
    begins: datetime
    ends: datetime

    @property
    def author(self) -> Colleague:
        return self.people.second["systems"][0]

    @property
    def names(self) -> Mapping[int, str]:
        return self.history.words["people"]

    def set_budgets(self) -> None:
        text = read("planning")["budget"]
        from_on, to_on = budgets.default_period(self.ends.astimezone(LONDON).date())
        years = f"{from_on.year} to {to_on.year}"
        period = {"title": f"ICT budget {years}", "from_on": from_on, "to_on": to_on}
        amounts = {budgets.amount_of(name): pence for name, pence in text["amounts"].items()}
        self._begin(Budget, "set", 0, {**period, **amounts, "basis": text["basis"]}, self.people.owner)
        staff = {**period, "title": f"Staff of ICT {years}", "staff_pence": text["staff"]}
        self._begin(Budget, "set_staff", 0, staff, self.people.owner)

    def assess_risks(self) -> None:
        """Last year’s, finished late; some of what it recommends is overdue."""
        texts, year = read("planning")["risks"], self.ends.year - 1
        about = {"year": year, "title": f"Risks to our ICT services in {year}"}
        about["scope"] = "The services of the catalogue, with the servers and the network that they rest on."
        assessment = self._begin(RiskAssessment, "begin", 1, about, self.author)
        for text in texts:
            self._then(assessment, "add_risk", 1, self.author, **self._risk(text))
        said = "Backup and cooling are what could hurt most, and both are cheap to mend. The rest can be lived with."
        self._then(assessment, "hand_over", 2, self.author, summary=said)
        for number, text in enumerate(texts, 1):
            told = {"number": number, "decision": text["decision"], "note": text["note"]}
            self._then(assessment, "decide_risk", 3, self.people.owner, **told)
        self._then(assessment, "complete", 3, self.author, filed_with=self.people.contact.name)
        for number, text in enumerate(texts, 1):
            if "done_week" in text:
                on = self._at(text["done_week"]).astimezone(LONDON).date()
                told = {name: str(text[name]) for name in ("likelihood_now", "impact_now")}
                told |= {"number": number, "done_on": on, "outcome": text["outcome"]}
                self._then(assessment, "act_on_risk", text["done_week"], self.author, **told)

    def plan_recovery(self) -> Subject:
        text = read("planning")["recovery"]
        about = {name: text[name] for name in ("title", "rto_hours", "rpo_hours")}
        about |= {"service_id": self.services[text["service"]].id, "responsible_id": self.author.id}
        plan = self._begin(RecoveryPlan, "draft", 1, about, self.author)
        self._then(plan, "write_steps", 1, self.author, steps=text["steps"], verification=text["verification"])
        sources = {name: text[name] for name in ("backup_source", "dependencies")}
        self._then(plan, "name_sources", 1, self.author, **sources)
        self._issue(plan, text["place"])
        service = self.services[text["service"]].values["name"]
        people = [self.names[one] for one in plan.values["issued_to"]]
        parts = recovery_plans.contents(plan.values, service=service, leader=self.author.name, issued_to=people)
        self._keep_version(plan, "recovery_plan_id", parts)
        return plan

    def plan_for_loss(self, recovery: Subject) -> None:
        """One of its contacts has left since, as nobody noticed."""
        text, author = read("planning")["contingency"], self.people.contact
        self.history.words["recovery_plan"] = {recovery.id: recovery.word}
        ids = sorted(self.services[code].id for code in text["services"])
        about = {name: text[name] for name in ("title", "trigger", "trigger_hours")}
        plan = self._begin(ContingencyPlan, "draft", 1, {**about, "service_ids": ids}, author)
        for code, steps in text["procedures"].items():
            told = {"service_id": self.services[code].id, "manual_steps": steps}
            self._then(plan, "write_procedure", 1, author, **told)
        people = {"owner": self.people.owner.name, "contact": author.name, "gone": self.people.gone.name}
        self._then(plan, "write_contacts", 1, author, contacts=[one.format(**people) for one in text["contacts"]])
        for one in text["communications"]:
            self._then(plan, "add_communication", 1, author, **one)
        self._then(plan, "link_recovery", 1, author, recovery_plan_id=recovery.id)
        self._issue(plan, text["recovery_place"])
        told_to = [self.names[one] for one in plan.values["issued_to"]]
        parts = contingency_plans.contents(plan.values, recovery=recovery.word, issued_to=told_to)
        self._keep_version(plan, "contingency_plan_id", parts)

    def _risk(self, text: dict[str, Any]) -> dict[str, Any]:
        names = ("assets", "hazard", "cause", "controls", "target", "recommendation")
        return {
            **{name: text[name] for name in names},
            "service_id": self.services[text["service"]].id,
            "likelihood": str(text["likelihood"]),
            "impact": str(text["impact"]),
            "cost_pence": text["cost"],
            "owner_id": self.people.technician.id,
            "due_on": self._at(text["due_week"]).astimezone(LONDON).date(),
        }

    def _issue(self, plan: Subject, place: str) -> None:
        author = self.people.contact if plan.model is ContingencyPlan else self.author
        self._then(plan, "submit", 2, author)
        self._then(plan, "approve", 2, self.people.owner, comment="Keep a copy where you can reach it at night.")
        on = self._at(2).astimezone(LONDON).date()
        team = sorted({self.people.owner.id, self.people.contact.id, self.people.technician.id, self.author.id})
        told = {"issued_to": team, "offsite_place": place, "offsite_on": on, "review_due_on": on + _REVIEWED_AFTER}
        self._then(plan, "issue", 2, author, **told)

    def _keep_version(self, plan: Subject, column: str, parts: list[Part]) -> None:
        content, sha256 = frozen(parts)
        kept = {"contingency_plan_id": None, "recovery_plan_id": None, column: plan.id}
        issued = {"issued_at": plan.last_at, "issued_by_id": plan.entries[-1].actor_id}
        self.history.add(PlanVersion, {**kept, "number": 1, "content": content, "sha256": sha256, **issued})

    def _begin(
        self, model: type[Artefact], event: str, week: int, given: Mapping[str, Any], actor: Colleague
    ) -> Subject:
        at, machine = self._at(week), get_type(model.kind).machine
        return self.history.create(model, machine, event, given, actor=actor, at=at, facts=self._facts_for(model))

    def _then(self, subject: Subject, event: str, week: int, actor: Colleague, **given: Any) -> None:
        """A minute after the event before, or in the week that it belongs to."""
        at = max(self._at(week), subject.last_at + timedelta(minutes=1))
        ties = {Tie.AUTHOR} if subject.values["author_id"] == actor.id else set()
        self.history.apply(subject, event, given, actor=actor, at=at, ties=ties, facts=self._facts_for(subject.model))

    def _facts_for(self, model: type[Artefact]) -> object:
        """What the guards of this kind look at. There was no assessment before the first."""
        name_of = self.names.__getitem__
        services = {one.id: one.values for one in self.services.values()}
        if model is Budget:
            return budgets.BudgetFacts(name_of=name_of)
        if model is RecoveryPlan:
            return PlanFacts(name_of=name_of)
        if model is ContingencyPlan:
            name_of_service = {row_id: row["name"] for row_id, row in services.items()}.__getitem__
            return contingency_plans.ContingencyFacts(name_of=name_of, service_name=name_of_service)
        return AssessmentFacts(
            carried=lambda: {"risks": [], "previous_id": None},
            name_of=name_of,
            service=lambda row_id: (services[row_id]["name"], services[row_id]["importance"]),
        )

    def _at(self, week: int) -> datetime:
        """Half past eleven of the Wednesday of that week of the history."""
        return self.begins + timedelta(weeks=week, days=2, hours=3, minutes=30)
