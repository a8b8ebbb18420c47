"""Recovery plans: how one service is brought back, in which order, from what, by whom and within which time."""

from collections.abc import Mapping, Sequence
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.reasons import authored
from itsm_sandbox.risk.continuity.rules import PLANNERS, STATES, Part, ending_of, list_shared

_WRITER = (Tie.AUTHOR,)
_DRAFT = ("draft",)


def missing_parts(values: Mapping[str, Any]) -> list[str]:
    """What the plan lacks, one sentence each."""
    missing = []
    if len(values.get("steps") or ()) < 3:
        missing.append("Write the steps in their order, at least three.")
    if not values.get("backup_source"):
        missing.append("Say where the backup comes from, and what the service depends on.")
    if not values.get("verification"):
        missing.append("Say how one knows that the service is back.")
    return missing


def thin_parts(values: Mapping[str, Any]) -> list[str]:
    """What a simulated ICT owner would send back."""
    thin = []
    if sum(map(len, values.get("steps") or ())) < 90:
        thin.append("Write the steps so that somebody who never did it could follow them.")
    if len(values.get("verification") or "") < 30:
        thin.append("Say what is tried, and by whom, before users are let in again.")
    if len(values.get("dependencies") or "") < 10:
        thin.append("Say what has to be there first, such as power, network, accounts.")
    return thin


def _is_ready(case: Case) -> str | None:
    return next(iter(missing_parts(case.values)), None)


_ABOUT = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: Bringing back the file server."),
    Field("service_id", "Service", Ask.ROW, offers="services"),
    Field("rto_hours", "Hours until it must be back", Ask.NUMBER, hint="The recovery time objective."),
    Field("rpo_hours", "Hours of work that may be lost", Ask.NUMBER, hint="The recovery point objective."),
    Field("responsible_id", "Who leads the recovery", Ask.ROW, offers="change_team"),
)

MACHINE = Machine(
    "recovery plan",
    STATES,
    (
        Transition(
            "draft",
            "Begin a recovery plan",
            (START,),
            "draft",
            who=PLANNERS,
            fields=_ABOUT,
            sets=authored,
        ),
        Transition(
            "write_steps",
            "Write the steps",
            _DRAFT,
            None,
            who=_WRITER,
            fields=(
                Field("steps", "Steps in their order", Ask.LINES, hint="One a line; the numbers come by themselves."),
                Field("verification", "How one knows that it is back", Ask.LONG_TEXT, at_least=10),
            ),
            key="s",
        ),
        Transition(
            "name_sources",
            "Say what it needs",
            _DRAFT,
            None,
            who=_WRITER,
            fields=(
                Field("backup_source", "Where the backup is, and of when", Ask.LONG_TEXT, at_least=10),
                Field("dependencies", "What has to be there first", Ask.LONG_TEXT, at_least=4),
            ),
            key="o",
        ),
        Transition("amend", "Change what it is about", _DRAFT, None, who=_WRITER, fields=_ABOUT),
        *list_shared(_is_ready, what_is_lost="What is lost, since when, and why"),
    ),
)


def steps_in_words(steps: Sequence[str]) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def contents(values: Mapping[str, Any], *, service: str, leader: str, issued_to: Sequence[str]) -> list[Part]:
    """The plan as it goes to those who act on it."""
    return [
        ("Service", [service]),
        ("Must be back within", [f"{values['rto_hours']} hours"]),
        ("Work that may be lost", [f"{values['rpo_hours']} hours of it"]),
        ("Led by", [leader]),
        ("Needs first", [values["dependencies"]]),
        ("Backup", [values["backup_source"]]),
        ("Steps", steps_in_words(values["steps"]).splitlines()),
        ("How one knows that it is back", [values["verification"]]),
        *ending_of(values, issued_to),
    ]
