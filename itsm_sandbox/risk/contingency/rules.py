"""Contingency plans: how work goes on by hand while important services are lost, and who is told what meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from itsm_sandbox.engine.items import pick
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.reasons import authored
from itsm_sandbox.risk.continuity.rules import PLANNERS, STATES, Part, ending_of, list_shared

_WRITER = (Tie.AUTHOR,)
_DRAFT = ("draft",)
_THIN_STEPS = 60  # letters of a manual procedure


def missing_parts(values: Mapping[str, Any]) -> list[str]:
    """What the plan lacks, one sentence each."""
    missing = []
    if len(values.get("contacts") or ()) < 2:
        missing.append("Write down at least two contacts: staff and suppliers.")
    covered = set(values.get("service_ids") or ())
    described = {one["service_id"] for one in values.get("procedures") or ()}
    if covered - described:
        left = len(covered - described)
        services = "one service" if left == 1 else f"{left} services"
        missing.append(f"Write the manual procedure for {services} that it covers.")
    if not values.get("communications"):
        missing.append("Say who is told of progress, how and how often.")
    if not values.get("recovery_plan_id"):
        missing.append("Name the recovery plan.")
    return missing


def thin_parts(values: Mapping[str, Any]) -> list[str]:
    """What a simulated ICT owner would send back."""
    thin = [
        f"{one['service']}: write the manual steps so that a stand-in could follow them."
        for one in values.get("procedures") or ()
        if sum(map(len, one["steps"])) < _THIN_STEPS or len(one["steps"]) < 2
    ]
    if not any(any(letter.isdigit() for letter in contact) for contact in values.get("contacts") or ()):
        thin.append("No contact has a telephone number; mail may be down too.")
    if not any("mail" not in one["how"].lower() for one in values.get("communications") or ()):
        thin.append("Plan one way of telling people that works without mail.")
    return thin


def _is_ready(case: Case) -> str | None:
    return next(iter(missing_parts(case.values)), None)


def _is_covered(case: Case) -> str | None:
    covered = case.values.get("service_ids") or []
    return None if case.given["service_id"] in covered else "Choose one of the services that the plan covers."


def _communication_is_there(case: Case) -> str | None:
    there = len(case.values.get("communications") or ())
    number = case.given.get("number")
    if number is None:
        return None if there else "None is planned."
    return None if 1 <= number <= there else f"There is no number {number}; there are {there}."


def _at_most_five(case: Case) -> str | None:
    few = len(case.given["service_ids"]) <= 5
    return None if few else "Choose five services at most: only the most important ones need a manual substitute."


def _without_dropped(case: Case) -> Mapping[str, Any]:
    covered = case.given["service_ids"]
    return {"procedures": [one for one in case.values.get("procedures") or [] if one["service_id"] in covered]}


def _described(case: Case) -> Mapping[str, Any]:
    service_id = case.given["service_id"]
    others = [one for one in case.values["procedures"] if one["service_id"] != service_id]
    name = case.fact("service_name", service_id)
    return {"procedures": [*others, {"service_id": service_id, "service": name, "steps": case.given["manual_steps"]}]}


def _communicated(case: Case) -> Mapping[str, Any]:
    row = {name: case.given[name] for name in ("who", "how", "how_often", "by")}
    return {"communications": [*case.values["communications"], row]}


def _dropped(case: Case) -> Mapping[str, Any]:
    place, rows = case.given["number"] - 1, case.values["communications"]
    return {"communications": [*rows[:place], *rows[place + 1 :]]}


_ABOUT = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: When the network is lost for long."),
    Field(
        "service_ids",
        "Services that it covers",
        Ask.ROWS,
        offers="services",
        hint="Only the most important: not every service needs a substitute by hand.",
    ),
    Field("trigger", "What makes it come into force", Ask.LONG_TEXT, at_least=20),
    Field(
        "trigger_hours",
        "Hours that the loss is expected to last at least",
        Ask.NUMBER,
        hint="Below that, people wait; from there on, they work by this plan.",
    ),
)

MACHINE = Machine(
    "contingency plan",
    STATES,
    (
        Transition(
            "draft",
            "Begin a contingency plan",
            (START,),
            "draft",
            PLANNERS,
            _ABOUT,
            guards=(_at_most_five,),
            sets=authored,
        ),
        Transition(
            "write_procedure",
            "Write a manual procedure",
            _DRAFT,
            None,
            _WRITER,
            (
                Field("service_id", "While this service is lost", Ask.ROW, offers="services", keep=False),
                Field(
                    "manual_steps",
                    "How work goes on by hand",
                    Ask.LINES,
                    hint="One step a line: on paper, by telephone, with what is kept where.",
                    keep=False,
                ),
            ),
            guards=(_is_covered,),
            key="p",
            sets=_described,
            hint="Writing it again for the same service replaces what was there.",
        ),
        Transition(
            "write_contacts",
            "Write down the contacts",
            _DRAFT,
            None,
            _WRITER,
            (
                Field(
                    "contacts",
                    "Contacts",
                    Ask.LINES,
                    hint="One a line: name, part, telephone. Staff and suppliers.",
                ),
            ),
            key="c",
        ),
        Transition(
            "add_communication",
            "Plan who is told",
            _DRAFT,
            None,
            _WRITER,
            (
                Field("who", "Who is told", at_least=3, at_most=200, keep=False),
                Field("how", "How", at_least=3, at_most=200, hint="Think of ways that work without mail.", keep=False),
                Field("how_often", "How often", at_least=3, at_most=100, keep=False),
                Field("by", "By whom", at_least=3, at_most=200, keep=False),
            ),
            key="t",
            sets=_communicated,
        ),
        Transition(
            "drop_communication",
            "Take one out of the communications plan",
            _DRAFT,
            None,
            _WRITER,
            (pick("communications", "Who is told", lambda row: row["who"], beside="Take it out"),),
            early_guards=(_communication_is_there,),
            sets=_dropped,
        ),
        Transition(
            "link_recovery",
            "Name the recovery plan",
            _DRAFT,
            None,
            _WRITER,
            (
                Field(
                    "recovery_plan_id",
                    "Recovery plan",
                    Ask.REF,
                    offers="recovery_plan",
                    hint="Its reference, such as REC-0001.",
                ),
            ),
            key="y",
        ),
        Transition(
            "amend",
            "Change what it is about",
            _DRAFT,
            None,
            _WRITER,
            _ABOUT,
            guards=(_at_most_five,),
            sets=_without_dropped,
        ),
        *list_shared(_is_ready, what_is_lost="Which services are lost, since when, and why"),
    ),
)


def procedures_in_words(procedures: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for one in procedures:
        lines.append(f"{one['service']}:")
        lines += [f"  {number}. {step}" for number, step in enumerate(one["steps"], 1)]
    return "\n".join(lines)


def communications_in_words(communications: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{one['who']}: {one['how']}, {one['how_often']}, by {one['by']}" for one in communications)


def contents(values: Mapping[str, Any], *, recovery: str, issued_to: Sequence[str]) -> list[Part]:
    """The plan as it goes to those who act on it."""
    manual = [
        (f"While {one['service']} is lost", [f"{number}. {step}" for number, step in enumerate(one["steps"], 1)])
        for one in values["procedures"]
    ]
    return [
        ("Comes into force", [values["trigger"], f"For a loss of {values['trigger_hours']} hours or longer."]),
        ("Contacts", values["contacts"]),
        *manual,
        ("Who is told of progress", communications_in_words(values["communications"]).splitlines()),
        ("Recovery plan", [recovery]),
        *ending_of(values, issued_to),
    ]
