"""Reviews of the licence positions: the table of a day, what is wrong in it, and what is done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.clock import LONDON
from itsm_sandbox.rules.assets import KEEPERS
from itsm_sandbox.rules.licences import Status
from itsm_sandbox.rules.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.rules.roles import Tie, WorkRole

DECISIONS = (("agreed", "Agreed"), ("agreed_in_part", "Agreed in part"), ("refused", "Refused"))
_WRITER = (Tie.AUTHOR,)
_DAY = Field("as_of_on", "Positions of", Ask.DAY, hint="Today, or the day of a contract’s review.")


def is_not_ahead(case: Case) -> str | None:
    """Nothing can be counted of a day that is still to come."""
    day = case.get("as_of_on")
    return "Choose today or an earlier day." if day and day > case.now.astimezone(LONDON).date() else None


def is_not_author(case: Case) -> str | None:
    """Whoever wrote a thing does not decide on it."""
    if case.values.get("author_id") != case.actor.id:
        return None
    return "You wrote it, so another ICT owner decides on it."


def authored(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id}


def _is_written(case: Case) -> str | None:
    if case.values.get("findings") and case.values.get("plan"):
        return None
    return "Write first what is wrong and what to do about it."


def _frozen(case: Case) -> Mapping[str, Any]:
    return {"positions": case.fact("positions")}


# icons: writing send lock
LICENCE_POSITION = Machine(
    "review of licence positions",
    (
        State("draft", "Being written", "none", "writing"),
        State("submitted", "With the ICT owner", "sub", "send"),
        State("decided", "Decided", "met", "lock", is_open=False),
    ),
    (
        Transition(
            "start", "Start the review", (START,), "draft", KEEPERS, (_DAY,), guards=(is_not_ahead,), sets=authored
        ),
        Transition(
            "write",
            "Write what is wrong and what to do",
            ("draft",),
            None,
            _WRITER,
            (
                Field(
                    "findings",
                    "What is wrong, and why",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="Name each product that is over-used, unlicensed, prohibited or about to end, with its "
                    "numbers, and how it came to that.",
                ),
                Field(
                    "plan",
                    "What to do about each",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="Reclaim, uninstall, renew, buy or give up; who does it, by when, and what it costs.",
                ),
            ),
            tone="primary",
            key="w",
        ),
        Transition(
            "position_review",
            "Freeze the positions and send them",
            ("draft",),
            "submitted",
            _WRITER,
            early_guards=(_is_written,),
            key="s",
            sets=_frozen,
            hint="The table of that day is kept as it is now, with what you wrote, and goes to the ICT owner.",
        ),
        Transition(
            "decide",
            "Decide on it",
            ("submitted",),
            "decided",
            (WorkRole.ICT_OWNER,),
            (
                Field("decision", "What is proposed is", Ask.CHOICE, choices=DECISIONS),
                Field("decision_note", "Why, and what follows", Ask.LONG_TEXT, at_least=10),
            ),
            early_guards=(is_not_author,),
            tone="primary",
        ),
        Transition(
            "return",
            "Return it",
            ("submitted",),
            "draft",
            (WorkRole.ICT_OWNER,),
            (Field("missing", "What is missing", Ask.LONG_TEXT, at_least=10, keep=False),),
            early_guards=(is_not_author,),
        ),
        Transition("move_day", "Take another day", ("draft",), None, _WRITER, (_DAY,), guards=(is_not_ahead,)),
    ),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody simulated decides: the event, and what comes with it."""

    event: str
    given: Mapping[str, Any]


def products_to_explain(positions: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of those that a review has to say something about: in breach, or about to end."""
    telling = {Status.PROHIBITED, Status.UNLICENSED, Status.NON_COMPLIANT, Status.EXPIRING}
    return [row["name"] for row in positions if telling & set(row["statuses"])]


def answer_of_owner(positions: Sequence[Mapping[str, Any]], findings: str, plan: str) -> Answer:
    """A simulated ICT owner agrees once every product that needs a word has one in both texts."""
    wanted = products_to_explain(positions)
    unexplained = [name for name in wanted if name.casefold() not in findings.casefold()]
    unplanned = [name for name in wanted if name not in unexplained and name.casefold() not in plan.casefold()]
    missing = []
    if unexplained:
        missing.append(f"Say what is wrong with {_listed(unexplained)}.")
    if unplanned:
        missing.append(f"Say what you would do about {_listed(unplanned)}.")
    if missing:
        return Answer("return", {"missing": " ".join([*missing, "Use the names as the register has them."])})
    said = "Go on as you propose; show me the positions again when it is done."
    return Answer("decide", {"decision": "agreed", "decision_note": said})


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
