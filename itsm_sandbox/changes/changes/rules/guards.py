"""What stands in the way of a step of a change, each as a sentence that says what would make it possible."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.formatting import when
from itsm_sandbox.changes.changes.rules.facts import ChangeFacts, Progress
from itsm_sandbox.changes.changes.rules.fields import CHECKLIST, EMERGENCY, LONGEST_MINUTES, NORMAL, STANDARD
from itsm_sandbox.changes.changes.rules.text import COLUMNS_2, hash_of_step
from itsm_sandbox.engine.machine import Case, Guard, plain
from itsm_sandbox.engine.roles import WorkRole

PRIMARY_FITS = "primary_fits"


# Who may not: the separations.


def not_the_originator(case: Case) -> str | None:
    if case.actor.id is not None and case.actor.id == case.values.get("originator_id"):
        return "You raised this request, so somebody else has to decide on it."
    return None


def reviewer_is_a_peer(case: Case) -> str | None:
    if not_the_originator(case):
        return "You raised this request; peer review means that somebody else reads it."
    return None


def final_is_another(case: Case) -> str | None:
    """In FITS the two approvals come from two people; in Primary FITS one may give both."""
    if case.actor.id is None or case.of(Progress).profile == PRIMARY_FITS:
        return None
    if case.actor.id == case.values.get("proceed_by_id"):
        return "You gave the approval to proceed. By FITS another person gives the approval to implement."
    return None


def owner_approves_in_primary_fits(role: WorkRole) -> Guard:
    """Primary FITS has the ICT owner give both approvals; FITS gives each to a role of its own."""

    def guard(case: Case) -> str | None:
        if role in case.actor.roles or case.of(ChangeFacts).profile == PRIMARY_FITS:
            return None
        return f"Here this is for the {role.label[0].lower()}{role.label[1:]}; the ICT owner gives it in Primary FITS."

    return guard


# Step 1.


def of_type(name: str) -> Guard:
    sentences = {
        NORMAL: "This is for a normal change. A standard or an emergency change has a way of its own.",
        STANDARD: "This is for a standard change, one that was approved beforehand.",
        EMERGENCY: "This is for an emergency change. Save step 1 as an emergency when it cannot wait.",
    }
    return lambda case: None if case.values.get("type") == name else sentences[name]


def says_what_is_affected(case: Case) -> str | None:
    if case.get("asset_ids") or case.get("items"):
        return None
    return "Name what is affected: the references of its assets, or its names."


def may_be_raised(case: Case) -> str | None:
    """Until change management is live only the pilot is raised; a standard change follows a template."""
    if not case.get("is_pilot") and not case.of(ChangeFacts).is_live():
        return (
            "Change management is not live here yet. Raise this request as the pilot, or go live in the set-up first."
        )
    return _template_fault(case) if case.get("type") == STANDARD else None


def keeps_its_way(case: Case) -> str | None:
    if (case.get("type") == STANDARD) == (case.values.get("type") == STANDARD):
        return None
    return "A standard change follows a template from the beginning. Withdraw this request and raise another."


def costs_no_more_than_approved(case: Case) -> str | None:
    template = case.of(ChangeFacts).template() or {}
    most, cost = template.get("cost_pence"), case.get("cost_pence")
    if most is None or cost is None or cost <= most:
        return None
    return f"£{most / 100:,.2f} was approved for this standard change. Raise a normal change for more."


def has_template(case: Case) -> str | None:
    return _template_fault(case)


def _template_fault(case: Case) -> str | None:
    template = case.of(ChangeFacts).template()
    if template is None:
        return "A standard change follows one that was approved before: choose a standard change to follow."
    if not template.get("is_template"):
        return "The change it follows does not serve as a standard change any more. Raise a normal change."
    return None


# Step 2.


def plan_is_ordered(case: Case) -> str | None:
    if len(case.get("plan") or ()) < 2:
        return "Write the plan as tasks in their order, one a line: at least doing it and checking it."
    return None


def risk_is_scored(case: Case) -> str | None:
    for name in ("failure_likelihood", "failure_severity"):
        if case.get(name) not in range(1, 6):
            return "Give how likely failure is and how bad it would be as numbers from 1 to 5."
    return None


def window_is_sound(case: Case) -> str | None:
    minutes, limit = case.get("duration_minutes") or 0, case.get("fallback_minutes") or 0
    if not 0 < minutes <= LONGEST_MINUTES:
        return f"Give how long it takes in minutes, from 1 to {LONGEST_MINUTES:,}. Split longer work into changes."
    if case.get("fallback_minutes") is not None and not 0 < limit <= minutes:
        return "The time limit of the fall-back lies within the time of the change, so that nobody waits longer."
    return None


def is_in_the_future(case: Case) -> str | None:
    planned = case.get("planned_at")
    if planned is None or planned > case.now:
        return None
    return f"The planned time, {when(planned)}, has passed. Give a new one."


def implementer_works_here(case: Case) -> str | None:
    """Simulated colleagues decide and review; what is done to the equipment is done by those who learn it."""
    if case.actor.is_simulated or case.get("implementer_id") in case.of(ChangeFacts).members():
        return None
    return "Choose somebody who is not simulated: simulated colleagues approve and review, but carry out no change."


def something_differs(case: Case) -> str | None:
    now = {name: plain(_utc(case.values.get(name))) for name in COLUMNS_2}
    then = {name: plain(_utc(case.get(name))) for name in COLUMNS_2}
    return None if now != then else "Nothing in step 2 is different from what was reviewed."


def _utc(value: object) -> object:
    return value.timestamp() if isinstance(value, datetime) else value


def has_a_plan_of_its_own(case: Case) -> str | None:
    if case.values.get("type") != STANDARD:
        return None
    return "The plan of a standard change is the approved one. Withdraw it and raise another for other work or times."


# Decisions.


def whole_checklist(case: Case) -> str | None:
    open_points = [words for name, words in CHECKLIST if name not in (case.given.get("checklist") or ())]
    if not open_points:
        return None
    return f"All six points must hold. Return it with comments, or say that these do: {'; '.join(open_points)}."


def users_were_consulted(case: Case) -> str | None:
    facts = case.of(ChangeFacts)
    if not facts.consultations:
        return "Talk to the users, or those who speak for them, about this date first, and record it."
    if facts.reschedule_asked:
        return "The users asked for another time. Return it for a new date, or record a consultation that settles it."
    return None


def reviewed_as_it_is(case: Case) -> str | None:
    """The review was of this very text; an emergency is reviewed after the fact."""
    if case.values.get("type") == EMERGENCY or not case.of(ChangeFacts).peer_review_required:
        return None
    if case.values.get("reviewed_hash") == hash_of_step(2, case.values):
        return None
    return "Step 2 is not as it was when it was reviewed. It has to be reviewed again."


# Carrying it out.


def sent_before_the_window(case: Case) -> str | None:
    sent, planned = case.given.get("sent_at") or case.now, case.values.get("planned_at")
    if sent > case.now:
        return "Say when it was sent, once it was sent."
    if planned is not None and sent >= planned:
        return f"People have to know before it begins, and the window began on {when(planned)}. Plan a new date first."
    return None


def people_were_told(case: Case) -> str | None:
    if case.of(ChangeFacts).communicated:
        return None
    return "Tell those who are affected first, and record what you told them."


def approved_as_it_is(case: Case) -> str | None:
    if case.values.get("implement_hash") == hash_of_step(2, case.values):
        return None
    return "Step 2 is not as it was when it was approved. It has to be reviewed and approved again."


def inside_the_window(case: Case) -> str | None:
    planned, minutes = case.values.get("planned_at"), case.values.get("duration_minutes") or 0
    if planned is None or planned <= case.now <= planned + timedelta(minutes=minutes) or case.given.get("deviation"):
        return None
    ends = planned + timedelta(minutes=minutes)
    return f"The window is from {when(planned)} to {when(ends)}. Say why you start outside it, or wait for it."


def fallback_is_due(case: Case) -> str | None:
    """By its trigger, which the implementer saw, or by the time limit, which the clock tells."""
    if case.given.get("because") != "time":
        return None
    started, minutes = case.values.get("started_at"), case.values.get("fallback_minutes") or 0
    if started is None or case.now >= started + timedelta(minutes=minutes):
        return None
    return (
        f"The time limit runs out on {when(started + timedelta(minutes=minutes))}. Say which trigger was met, or go on."
    )


# Afterwards.


def differences_are_told(case: Case) -> str | None:
    if case.given.get("outcome") == "successful" or case.given.get("differences"):
        return None
    return "Say what went otherwise than planned."


def every_asset_has_its_event(case: Case) -> str | None:
    missing = case.of(ChangeFacts).assets_missing()
    if not missing:
        return None
    return f"The register does not show this change yet for {', '.join(missing)}. Record the work on each, naming it."


def incidents_are_named(case: Case) -> str | None:
    if case.given.get("incidents") or case.given.get("none_caused"):
        return None
    return "Give the incidents that it caused, or say that it caused none."


def no_incidents_at_once(case: Case) -> str | None:
    if case.given.get("incidents") and case.given.get("none_caused"):
        return "It caused incidents or it caused none: choose one."
    return None


def is_an_unreviewed_emergency(case: Case) -> str | None:
    if case.values.get("type") != EMERGENCY:
        return "Only an emergency change is reviewed after the fact."
    return "It was reviewed after the fact already." if case.values.get("reviewed_by_id") else None


def everything_is_done(case: Case) -> str | None:
    missing = missing_to_close(case.values, case.of(ChangeFacts))
    return f"Before it is closed: {'; '.join(missing)}." if missing else None


def missing_to_close(values: Mapping[str, object], progress: Progress) -> list[str]:
    """What is still to be done once it was carried out, each in a few words."""
    needed = (
        (not values.get("records_updated_at"), "bring the records up to date"),
        (not values.get("review"), "write the review"),
        (not progress.incidents_said, "link the incidents that it caused, or say that there were none"),
        (
            values.get("type") == EMERGENCY and progress.peer_review_required and not values.get("reviewed_by_id"),
            "have a peer review the emergency after the fact",
        ),
    )
    return [words for is_missing, words in needed if is_missing]


# Standard changes.


def earned_it(case: Case) -> str | None:
    """A template went through the whole chain itself, and went well."""
    values = case.values
    if values.get("is_template"):
        return "It serves as a standard change already."
    if values.get("type") != NORMAL or not values.get("reviewed_by_id") or not values.get("implement_by_id"):
        return "Only a normal change that was reviewed and approved can serve as a standard change."
    if values.get("outcome") != "successful":
        return "Only a change that was successful can serve as a standard change."
    return None


def is_a_template(case: Case) -> str | None:
    return None if case.values.get("is_template") else "It does not serve as a standard change."


def review_is_not_needed(case: Case) -> str | None:
    if case.values.get("type") == EMERGENCY or not case.of(ChangeFacts).peer_review_required:
        return None
    return "Peer review is required here."
