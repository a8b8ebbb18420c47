"""Actions that somebody agreed to: each with who does it, by when, and what came of it; kept as a list on one row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day
from itsm_sandbox.engine.items import Row, pick
from itsm_sandbox.engine.machine import Ask, Case, Field, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import today

OUTCOME = Field("outcome", "What came of it", Ask.LONG_TEXT, at_least=20, keep=False)


def which(beside: str, *, rows: Callable[[Case], Sequence[Row]] | None = None, fills: Iterable[str] = ()) -> Field:
    """Which of the open ones a step is about; `beside` stands on its link, `rows` where they are no column."""
    return pick("actions", "Action", lambda row: row["what"], rows=rows, fills=fills, beside=beside, only=_is_not_done)


def _is_not_done(_case: Case, row: Row) -> bool:
    return not row["done_on"]


def action_fields(offers: str) -> tuple[Field, ...]:
    """What is told with a new action; `offers` says who may be chosen for it."""
    return (
        Field("what", "What is to be done", Ask.LONG_TEXT, at_least=10, at_most=1000, keep=False),
        Field("owner_id", "Who does it", Ask.ROW, offers=offers, keep=False),
        Field("due_on", "By when", Ask.DAY, keep=False),
    )


def due_is_ahead(case: Case) -> str | None:
    return None if case.given["due_on"] >= today(case) else "Choose a day that is still to come."


def is_open(actions: Sequence[Mapping[str, Any]], number: int | None) -> str | None:
    """What keeps an action from being done. Also told before a number is given: whether any is open."""
    if number is None:
        return None if any(not action["done_on"] for action in actions) else "No action is open."
    if not 1 <= number <= len(actions):
        return f"There is no action {number}; there are {len(actions)}."
    return None if not actions[number - 1]["done_on"] else f"Action {number} is done already."


def action_is_open(case: Case) -> str | None:
    return is_open(case.values.get("actions") or (), case.given.get("number"))


def all_is_done(case: Case) -> str | None:
    left = [str(number) for number, action in enumerate(case.values["actions"], 1) if not action["done_on"]]
    if not left:
        return None
    return f"Actions {', '.join(left)} are still open." if len(left) > 1 else f"Action {left[0]} is still open."


def agreed(case: Case) -> Mapping[str, Any]:
    """The new action. The room must give the fact `name_of`."""
    owner_id = case.given["owner_id"]
    return {
        "what": case.given["what"],
        "owner_id": owner_id,
        "owner": case.fact("name_of", owner_id),
        "due_on": case.given["due_on"].isoformat(),
        "done_on": None,
        "outcome": "",
    }


def added(case: Case) -> Mapping[str, Any]:
    return {"actions": [*case.values["actions"], agreed(case)]}


def changed(case: Case, **changes: Any) -> Mapping[str, Any]:
    """The action of the given number with other values."""
    return {"actions": replaced(case.values["actions"], case.given["number"], **changes)}


def done(case: Case) -> Mapping[str, Any]:
    return changed(case, done_on=today(case).isoformat(), outcome=case.given["outcome"])


def owns_open_action(actions: Sequence[Mapping[str, Any]], colleague_id: int) -> bool:
    return any(one["owner_id"] == colleague_id and not one["done_on"] for one in actions)


def replaced(rows: Sequence[Mapping[str, Any]], number: int, **changes: Any) -> list[Mapping[str, Any]]:
    """The rows with other values in the one of this number, counted from one."""
    place = number - 1
    return [*rows[:place], {**rows[place], **changes}, *rows[place + 1 :]]


def adding(sources: tuple[str, ...], who: tuple[WorkRole | Tie, ...], *, offers: str) -> Transition:
    """The step that adds one; `offers` says who may be chosen for it."""
    return Transition(
        "add_action",
        "Add an action",
        sources,
        None,
        who,
        action_fields(offers),
        guards=(due_is_ahead,),
        key="a",
        sets=added,
    )


def finishing(
    sources: tuple[str, ...], who: tuple[WorkRole | Tie, ...], *, key: str = "d", tone: str = "secondary"
) -> Transition:
    """The step that finishes one."""
    return Transition(
        "finish_action",
        "Finish an action",
        sources,
        None,
        who,
        (which("Finish"), OUTCOME),
        early_guards=(action_is_open,),
        key=key,
        tone=tone,
        sets=done,
    )


def in_words(actions: Sequence[Mapping[str, Any]]) -> str:
    """As they stand on paper."""
    lines = []
    for number, action in enumerate(actions, 1):
        done_on = action["done_on"]
        ended = f"done {iso_day(done_on)}: {action['outcome']}" if done_on else "not done yet"
        due = iso_day(action["due_on"])
        lines.append(f"{number}. {action['what']} ({action['owner']}, due {due}); {ended}")
    return "\n".join(lines)
