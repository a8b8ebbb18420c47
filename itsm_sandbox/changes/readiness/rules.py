"""Preparing to implement change management, after FITS: the steps, who may hold which role, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.formatting import when
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition, plain
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole

CHANGE_ROLES = (WorkRole.INITIAL_APPROVER, WorkRole.PEER_REVIEWER, WorkRole.FINAL_APPROVER)
MATERIALS = (
    "Request for change form, three steps",
    "Request for change example",
    "Notes for completion",
    "Forward schedule of change",
)
TECHNICAL = frozenset({*SUPPORT, WorkRole.SUPPLIER})

_PREPARERS = (WorkRole.ICT_OWNER, WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.IMPLEMENTATION, WorkRole.MAINTENANCE)
_FITS = "fits"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts of the preparation: done, or what is still missing."""

    name: str
    title: str
    event: str  # with which it is done
    missing: str = ""

    @property
    def is_done(self) -> bool:
        return not self.missing


def _roles_of(case: Case, name: str) -> frozenset[str]:
    people: Mapping[int, frozenset[str]] = case.facts.get("roles") or {}
    return people.get(case.given.get(name) or 0, frozenset())


def _reviewer_is_technical(case: Case) -> str | None:
    """Who reviews confirms that a plan is technically sound; review may be left out while the process is new."""
    if not case.given.get("peer_reviewer_id"):
        if case.facts.get("peer_review_required", True):
            return "Choose a peer reviewer, or let the workplace leave out peer review while the process is new."
        return None
    if _roles_of(case, "peer_reviewer_id") & TECHNICAL:
        return None
    return "The peer reviewer confirms that a plan is technically sound: choose somebody from support, or a supplier."


def _approvers_differ(case: Case) -> str | None:
    same = case.given.get("initial_approver_id") == case.given.get("final_approver_id")
    if same and case.facts.get("profile") == _FITS:
        return "By FITS the initial and the final approver are two people. Choose another, or work by Primary FITS."
    return None


def _somebody_else_originates(case: Case) -> str | None:
    """Who is left to raise and carry out changes once approvers and reviewer have their parts."""
    people: Mapping[int, frozenset[str]] = case.facts.get("roles") or {}
    taken = {case.given.get(name) for name in ("initial_approver_id", "peer_reviewer_id", "final_approver_id")}
    if any(roles & TECHNICAL for one, roles in people.items() if one not in taken):
        return None
    return "Nobody would be left to raise a change: the originator is none of its approvers or reviewers."


def _is_to_come(case: Case) -> str | None:
    starts: datetime | None = case.given.get("goes_live_at")
    return None if starts is None or starts > case.now else "Set a date to come: the rest is prepared first."


def _pilot_is_over(case: Case) -> str | None:
    if not case.values.get("pilot_id"):
        return "Raise one request for change as the pilot first."
    if case.facts.get("pilot_state") != "closed":
        return "Take the pilot through all its steps and close it; then review it with those who took part."
    return None


def _is_ready(case: Case) -> str | None:
    missing = [part.missing for part in parts_of(case.values, case.facts) if part.missing]
    if missing:
        return f"Still missing: {' '.join(missing)}"
    starts = case.values.get("goes_live_at")
    return f"The start date is {when(starts)}." if starts and case.now < starts else None


def _with_training(case: Case) -> Mapping[str, Any]:
    given = case.given
    entry = {"on": plain(given["on"]), "people": list(given["people"]), "covered": given["covered"]}
    return {"training": [*(case.values.get("training") or []), entry]}


def parts_of(values: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Part, ...]:
    """The preparation in its six parts. What is missing follows from what is recorded; nobody ticks it off."""
    untrained = list(facts.get("untrained") or ())
    unfilled = [role.label.lower() for role in CHANGE_ROLES if role in (facts.get("unfilled") or ())]
    pilot = "" if values.get("pilot_id") else "Raise one change as the pilot."
    if not pilot and facts.get("pilot_state") != "closed":
        pilot = "Take the pilot through all its steps."
    if not pilot and not values.get("pilot_review"):
        pilot = "Review the pilot with those who took part."
    return (
        Part(
            "roles",
            "Roles and responsibilities",
            "assign_roles",
            f"Nobody is {' or '.join(unfilled)} yet." if unfilled else "",
        ),
        Part(
            "training",
            "Training",
            "record_training",
            f"Train {', '.join(untrained)}."
            if untrained
            else ""
            if values.get("training")
            else "Train those who take part.",
        ),
        Part("date", "Start date", "set_date", "" if values.get("goes_live_at") else "Set a start date."),
        Part("communication", "Communication", "communicate", "" if values.get("communication") else "Tell the users."),
        Part("materials", "Materials", "list_materials", "" if values.get("materials") else "List the materials."),
        Part("pilot", "Pilot", "review_pilot", pilot),
    )


MACHINE = Machine(
    "set-up",
    (
        State("preparing", "Being prepared", "sub", "list-check"),
        State("live", "Live", "met", "rosette-discount-check", is_open=False),
    ),
    (
        Transition("begin", "Prepare change management", (START,), "preparing", _PREPARERS),
        Transition(
            "assign_roles",
            "Assign the roles",
            ("preparing",),
            None,
            _PREPARERS,
            (
                Field(
                    "initial_approver_id", "Initial approver", Ask.ROW, offers="people", keep=False,
                    hint="Manages ICT or its support. Usually there is one only.",
                ),
                Field(
                    "peer_reviewer_id", "Peer reviewer", Ask.ROW, required=False, offers="people", keep=False,
                    hint="Confirms that a plan is technically sound: another technician, say, or a supplier.",
                ),
                Field(
                    "final_approver_id", "Final approver", Ask.ROW, offers="people", keep=False,
                    hint="Agrees that the impact on everybody is acceptable; in time somebody from outside ICT.",
                ),
                Field(
                    "roles_note", "Why these people", Ask.LONG_TEXT, at_least=20,
                    hint="Originators and implementers are those who carry out changes; they may be the same people.",
                ),
            ),
            (_reviewer_is_technical, _approvers_differ, _somebody_else_originates),
            key="r",
            hint="Involve as few people as possible at first. Who held one of these roles before no longer does.",
        ),
        Transition(
            "record_training",
            "Record training",
            ("preparing",),
            None,
            _PREPARERS,
            (
                Field("on", "Day", Ask.DAY, keep=False),
                Field("people", "Who took part", Ask.ROWS, offers="change_team", keep=False),
                Field("covered", "What was covered", Ask.LONG_TEXT, at_least=20, keep=False),
            ),
            key="t",
            sets=_with_training,
            merges=True,
        ),
        Transition(
            "set_date",
            "Set the start date",
            ("preparing",),
            None,
            _PREPARERS,
            (Field("goes_live_at", "Change management goes live on", Ask.MOMENT),),
            (_is_to_come,),
            key="d",
            hint="Allow time for everything else on this page.",
        ),
        Transition(
            "communicate",
            "Tell the users",
            ("preparing",),
            None,
            _PREPARERS,
            (
                Field("audience", "To whom", at_least=3, keep=False),
                Field("communication", "What you told them", Ask.LONG_TEXT, at_least=40),
            ),
            key="c",
            hint="The new process is a change too: say from when, what it means for them, and whom to ask.",
        ),
        Transition(
            "list_materials",
            "List the materials",
            ("preparing",),
            None,
            _PREPARERS,
            (
                Field(
                    "materials", "Materials", Ask.LINES,
                    hint="One a line: forms, examples, notes, and where everybody who takes part finds them.",
                ),
            ),
            key="m",
        ),
        Transition(
            "link_pilot",
            "Choose the pilot",
            ("preparing",),
            None,
            _PREPARERS,
            (Field("pilot_id", "Request for change", Ask.REF, offers="change"),),
            hint="A request that is raised as the pilot is linked by itself.",
        ),
        Transition(
            "review_pilot",
            "Review the pilot",
            ("preparing",),
            None,
            _PREPARERS,
            (
                Field(
                    "pilot_review", "Review", Ask.LONG_TEXT, at_least=40,
                    hint="With whom, what each found clear or unclear, and what is done otherwise from now on.",
                ),
            ),
            early_guards=(_pilot_is_over,),
            key="p",
        ),
        Transition(
            "go_live",
            "Go live",
            ("preparing",),
            "live",
            _PREPARERS,
            early_guards=(_is_ready,),
            key="g",
            tone="primary",
            hint="From now on a request for change is raised for every change.",
        ),
        Transition(
            "note",
            "Add a note",
            ("preparing", "live"),
            None,
            (Tie.ANYONE,),
            (Field("note", "Note", Ask.LONG_TEXT, keep=False),),
            key="n",
            merges=True,
        ),
    ),
)  # fmt: skip
