"""Problems: linking what it explains, and what follows when it is understood and when it is solved."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core.db import db, transaction
from core.errors import FieldErrors
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.machine import find_faults, refuse
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.perform import Refused, apply, case_of, get_artefact
from itsm_sandbox.engine.queries import get_visit, list_support, sim_now
from itsm_sandbox.engine.registry import Deed, get_type
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.timers import catch_up, forget, schedule_after, timer
from itsm_sandbox.knowledge.articles.services import write_article
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.problems.problems import queries as reads
from itsm_sandbox.problems.problems.models import Problem
from itsm_sandbox.problems.problems.rules.facts import ProblemFacts
from itsm_sandbox.problems.problems.rules.findings import article_text, count_since
from itsm_sandbox.problems.problems.rules.machine import NAMERS

HANDED_OVER_AFTER = timedelta(hours=1)
"""Of service time, until simulated second-level support hands a problem to the apprentice who works alone."""


def new_problem(_opener: Colleague | None = None) -> Problem:
    """An empty one for `begin`."""
    return Problem(title="", source="")


def resolve_linked(
    workplace_id: int, number: int, tickets: Sequence[int], given: Mapping[str, Any], *, by: Membership
) -> list[Ticket]:
    """Resolve tickets of a resolved problem alike, by their numbers: all that were chosen, or none of them."""
    catch_up(workplace_id)
    with transaction():
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        workplace = lock_workplace(workplace_id)
        problem: Problem = get_artefact(workplace_id, Problem.kind, number, visitor=visit.colleague)
        if problem.state not in {"resolved", "closed"}:
            raise Refused(f"Resolve {problem.ref} first, then its tickets.")
        if not tickets:
            raise FieldErrors({"tickets": "Choose the tickets to resolve."})
        at = sim_now(workplace)
        chosen = [get_artefact(workplace_id, Ticket.kind, one) for one in sorted(set(tickets))]
        _check_all(problem, chosen, given, visit.colleague, at)
        for ticket in chosen:
            apply(workplace, ticket, "resolve", given, actor=visit.colleague, at=at)
        return chosen


def _check_all(
    problem: Problem, tickets: Sequence[Ticket], given: Mapping[str, Any], actor: Colleague | None, at: datetime
) -> None:
    """Say at once of every ticket that cannot be resolved why not."""
    kind = get_type(Ticket.kind)
    transition = kind.machine.find("resolve", "in_progress")
    faults = find_faults(transition.fields if transition else (), given)
    refusals = []
    for ticket in tickets:
        if ticket.problem_id != problem.id:
            refusals.append(f"{ticket.ref}: it is not linked to {problem.ref}.")
        elif refusal := refuse(kind.machine, "resolve", case_of(kind, ticket, actor, at, given)):
            refusals.append(f"{ticket.ref}: {refusal}")
    if refusals:
        faults["tickets"] = " ".join(refusals)
    if faults:
        raise FieldErrors(faults)


def link(deed: Deed) -> None:
    """Each ticket's own history says it too. One ticket has one problem."""
    problem: Problem = deed.artefact
    for ticket in reads.list_tickets_by_id(problem.workplace_id, deed.given.get("tickets") or []):
        if ticket.problem_id == problem.id:
            continue
        if ticket.problem_id is not None:
            raise FieldErrors({"tickets": f"{ticket.ref} belongs to another problem. Take it from that one first."})
        if ticket.state == "cancelled":
            raise FieldErrors({"tickets": f"{ticket.ref} was cancelled, so there is nothing to explain."})
        given = {"problem_id": problem.id}
        apply(deed.workplace, ticket, "link_problem", given, actor=deed.actor, at=deed.event.at)


def unlink(deed: Deed) -> None:
    problem: Problem = deed.artefact
    for ticket in reads.list_tickets_by_id(problem.workplace_id, deed.given["tickets"]):
        if ticket.problem_id != problem.id:
            raise FieldErrors({"tickets": f"{ticket.ref} is not linked to {problem.ref}."})
        apply(deed.workplace, ticket, "unlink_problem", {}, actor=deed.actor, at=deed.event.at)


def write_known_error(deed: Deed) -> None:
    """From now on it is offered on tickets like these, and stands among the articles."""
    problem: Problem = deed.artefact
    if deed.actor is None or reads.find_article(problem.id) is not None:
        return
    write_article(
        deed.workplace, {**_article_of(problem), "problem_id": problem.id}, actor=deed.actor, at=deed.event.at
    )


def revise_known_error(deed: Deed) -> None:
    problem: Problem = deed.artefact
    article = reads.find_article(problem.id)
    if article is None:
        return
    given = {**_article_of(problem), "why": f"What is known of {problem.ref} has changed."}
    apply(deed.workplace, article, "follow", given, actor=None, at=deed.event.at)


def retire_known_error(deed: Deed) -> None:
    article = reads.find_article(deed.artefact.id)
    if article is not None:
        given = {"reason": f"{deed.artefact.ref} is {deed.event.to_state}: this no longer holds."}
        apply(deed.workplace, article, "retire", given, actor=deed.actor, at=deed.event.at)


def _article_of(problem: Problem) -> dict[str, Any]:
    return {
        "title": f"Known error: {problem.title}",
        "type": "known_error",
        "audience": "staff",
        "body": article_text(problem.values(), problem.ref),
        "service_id": problem.service_id,
        "category": problem.category,
    }


def plan_handing_over(deed: Deed) -> None:
    """Who works alone, without a function that investigates, is asked by simulated second-level support to do it."""
    opener = deed.actor
    if not deed.workplace.is_solo or opener is None or opener.is_simulated or opener.roles & set(NAMERS):
        return
    schedule_after(deed.artefact, "problem.hand_over", deed.event.at, int(HANDED_OVER_AFTER.total_seconds()))


@timer("problem.hand_over")
def _hand_over(workplace: Workplace, due: Timer) -> None:
    problem = db.session.get_one(Problem, due.subject_id)
    engineer = next((one for one in list_support(workplace.id) if one.is_simulated and one.roles & set(NAMERS)), None)
    if problem.state != "new" or problem.investigator_id is not None or engineer is None:
        return
    given = {
        "investigator_id": problem.opened_by_id,
        "note": "You have seen these from the start. Please find out what is behind them; ask me when you need access.",
    }
    apply(workplace, problem, "name_investigator", given, actor=engineer, at=due.at)


def forget_handing_over(deed: Deed) -> None:
    if deed.artefact.state != "new":
        forget(deed.artefact, "problem.hand_over")


def ties_to(problem: Problem, colleague: Colleague) -> frozenset[Tie]:
    ties = {Tie.ANYONE}
    if problem.opened_by_id == colleague.id:
        ties.add(Tie.AUTHOR)
    if problem.investigator_id == colleague.id:
        ties.add(Tie.INVESTIGATOR)
    return frozenset(ties)


def facts_of(problem: Problem) -> ProblemFacts:
    """All of them functions: a page asks only for those that its state needs."""
    return ProblemFacts(
        change=partial(reads.find_change, problem.change_id),
        hypotheses=partial(reads.list_hypotheses, problem.id),
        investigators=partial(reads.list_investigators, problem.id),
        is_solo=partial(reads.is_solo, problem.workplace_id),
        recurrences_since=partial(_count_recurrences, problem),
    )


def _count_recurrences(problem: Problem, since: datetime) -> int:
    return count_since(reads.list_moments_like(problem, since), since)
