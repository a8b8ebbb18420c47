"""Reviews of the licence positions: the table of a day, what is wrong in it, and what is done about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.assets.positions.rules.counting import Status
from itsm_sandbox.assets.positions.rules.facts import PositionFacts
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.owner_decision import deciding, is_not_ahead, is_written, states
from itsm_sandbox.engine.steps.reasons import Reply, authored

_WRITER = (Tie.AUTHOR,)
_DAY = Field("as_of_on", "Positions of", Ask.DAY, hint="Today, or the day of a contract’s review.")


def _frozen(case: Case) -> Mapping[str, Any]:
    return {"positions": case.of(PositionFacts).positions()}


LICENCE_POSITION = Machine(
    "review of licence positions",
    states("submitted", "With the ICT owner"),
    (
        Transition(
            "start",
            "Start the review",
            (START,),
            "draft",
            who=KEEPERS,
            fields=(_DAY,),
            guards=(is_not_ahead,),
            sets=authored,
        ),
        Transition(
            "write",
            "Write what is wrong and what to do",
            ("draft",),
            None,
            who=_WRITER,
            fields=(
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
            who=_WRITER,
            early_guards=(is_written(("findings", "plan"), "Write first what is wrong and what to do about it."),),
            key="s",
            sets=_frozen,
            hint="The table of that day is kept as it is now, with what you wrote, and goes to the ICT owner.",
        ),
        *deciding("submitted", "Decide on it", "What is proposed is"),
        Transition(
            "move_day", "Take another day", ("draft",), None, who=_WRITER, fields=(_DAY,), guards=(is_not_ahead,)
        ),
    ),
)


def products_to_explain(positions: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of those that a review has to say something about: in breach, or about to end."""
    telling = {Status.PROHIBITED, Status.UNLICENSED, Status.NON_COMPLIANT, Status.EXPIRING}
    return [row["name"] for row in positions if telling & set(row["statuses"])]


def answer_of_owner(positions: Sequence[Mapping[str, Any]], findings: str, plan: str) -> Reply:
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
        return Reply("return", {"missing": " ".join([*missing, "Use the names as the register has them."])})
    said = "Go on as you propose; show me the positions again when it is done."
    return Reply("decide", {"decision": "agreed", "decision_note": said})


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
