"""What simulated colleagues say to a case, an escalation or a contingency. It depends on what was written."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
_FEWEST_LETTERS = 60  # of a benefit and a risk that somebody could weigh
_A_TIME = re.compile(
    r"\d|\b(minute|hour|day|week|morning|noon|evening|night|monday|tuesday|wednesday|thursday|friday)", re.I
)


def answer_case(values: Mapping[str, Any]) -> tuple[str, str]:
    """The event and the words of the ICT owner."""
    options: Sequence[Row] = values["options"]
    thin = [row for row in options if len(row["benefit"]) + len(row["risk"]) < 2 * _FEWEST_LETTERS]
    if thin:
        names = " and ".join(f"“{row['name']}”" for row in thin)
        return "return_case", (
            f"I cannot weigh {names} yet. Say who gains how much, what could go wrong and how likely that is."
        )
    if not re.search(r"\d", values["success"]):
        return "return_case", "Give a figure by which we can tell afterwards whether it worked, and when we look at it."
    chosen = next(row for row in options if row["number"] == values["recommended"])
    cheapest = min(row["cost_pence"] for row in options)
    if chosen["cost_pence"] > cheapest and not re.search(r"cost|£|price|cheap|spend|money", values["reasons"], re.I):
        return "return_case", (
            f"“{chosen['name']}” is not the cheapest of them. Say in your reasons why it is worth what it costs more."
        )
    cost = f"£{chosen['cost_pence'] / 100:,.2f}"
    return (
        "approve_case",
        f"Go ahead with “{chosen['name']}” and plan it. I count on {cost} and on the figure you named.",
    )


def answer_contingency(row: Row) -> tuple[str, str]:
    if not _A_TIME.search(row["trigger"]):
        return "question_contingency", "By when do we decide? Name the day or the hours after which you stop waiting."
    return "agree_contingency", "Agreed. Tell me when it comes to that, before you begin."


def answer_escalation(row: Row) -> str:
    if row["is_before"]:
        return f"Thank you for telling me before “{row['name']}” was due. Do what you propose, and note it in the plan."
    late = f"“{row['name']}” was due before I heard of it."
    return f"{late} Do what you propose now, and next time ask me while there is time."
