"""Who may see, work in and set up a practice workplace."""

from dataclasses import dataclass

from accounts.models import Membership, Role
from accounts.permissions import Answer, Permission, Policy
from itsm_sandbox.engine.models import Colleague, Workplace


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody in a workplace: with a seat of their own, or as the assessor of someone who has one, or neither."""

    workplace: Workplace
    colleague: Colleague | None
    assesses_someone: bool = False


def see_workplace(who: Membership, visit: Visit) -> Answer:
    """Those who work there; their assessors and the provider's admins, to watch and to set it up."""
    if who.centre_id != visit.workplace.centre_id:
        return Answer.HIDDEN
    works_there = visit.colleague is not None and visit.colleague.left_at is None
    assesses = who.role is Role.ASSESSOR and (visit.assesses_someone or visit.workplace.created_by_id == who.id)
    watches = assesses or who.role is Role.PROVIDER_ADMIN
    return Answer.YES if works_there or watches else Answer.HIDDEN


def work_in_workplace(who: Membership, visit: Visit) -> Answer:
    answer = see_workplace(who, visit)
    return Answer.NO if answer is Answer.YES and visit.colleague is None else answer


def see_support_work(who: Membership, visit: Visit) -> Answer:
    """What support keeps for itself: problems, analyses and reviews. Users see what they reported, and the portal."""
    answer = see_workplace(who, visit)
    is_user = visit.colleague is not None and not visit.colleague.runs_ict
    return Answer.NO if answer is Answer.YES and is_user else answer


def set_up_workplace(who: Membership, visit: Visit) -> Answer:
    """People, hours, profile and clock. An apprentice does it alone in a workplace of their own; else who opened it."""
    answer = see_workplace(who, visit)
    own = visit.workplace.created_by_id == who.id or (visit.workplace.is_solo and visit.colleague is not None)
    return Answer.NO if answer is Answer.YES and not (own or who.role is Role.PROVIDER_ADMIN) else answer


def report_scenario(who: Membership, visit: Visit) -> Answer:
    """Those who watch may set the scene for those at work."""
    answer = see_workplace(who, visit)
    return Answer.NO if answer is Answer.YES and visit.colleague is not None else answer


def read_planted_truths(who: Membership, visit: Visit) -> Answer:
    """What the generator hid for the apprentice to find. Never for those at work."""
    answer = see_workplace(who, visit)
    return Answer.HIDDEN if visit.colleague is not None else answer


def add_workplace(who: Membership, centre_id: int) -> Answer:
    """An apprentice one of their own; a provider's admin or an assessor one for a cohort."""
    may = who.role in {Role.APPRENTICE, Role.ASSESSOR, Role.PROVIDER_ADMIN} and who.centre_id == centre_id
    return Answer.YES if may else Answer.HIDDEN


def list_workplaces(who: Membership, _subject: object) -> Answer:
    """Everybody has a list; it holds only those they may see."""
    return Answer.YES


POLICY: Policy = {
    "add_workplace": Permission(add_workplace, "open a practice workplace"),
    "report_scenario": Permission(report_scenario, "let something happen in this workplace"),
    "list_workplaces": Permission(list_workplaces, "see the list of workplaces"),
    "read_planted_truths": Permission(read_planted_truths, "read what is hidden in this workplace"),
    "see_support_work": Permission(see_support_work, "see the work that support keeps for itself"),
    "see_workplace": Permission(see_workplace, "see this workplace"),
    "set_up_workplace": Permission(set_up_workplace, "set up this workplace"),
    "work_in_workplace": Permission(work_in_workplace, "work in this workplace"),
}
