"""Reports on assets and licences: the figures of a day, what they say, what is recommended and what was decided."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.assets.asset_reports.rules.facts import AssetReportFacts
from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.engine.machine import START, Ask, Field, Machine, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.owner_decision import deciding, is_not_ahead, is_written, states
from itsm_sandbox.engine.steps.reasons import Reply, authored, figures_frozen

_WRITER = (Tie.AUTHOR,)
_ABOUT = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: Laptops and licences before the new year."),
    Field("as_of_on", "Figures of", Ask.DAY),
)


ASSET_REPORT = Machine(
    "asset report",
    states("issued", "Issued to the ICT owner"),
    (
        Transition(
            "start",
            "Start the report",
            (START,),
            "draft",
            who=KEEPERS,
            fields=_ABOUT,
            guards=(is_not_ahead,),
            sets=authored,
        ),
        Transition(
            "write",
            "Write the analysis and the recommendation",
            ("draft",),
            None,
            who=_WRITER,
            fields=(
                Field(
                    "analysis",
                    "What the figures say",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="Age, warranty, use, cost and licences: what stands out, and what happens if nothing is done.",
                ),
                Field(
                    "recommendation",
                    "What you recommend",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="What to replace, buy, move or give up, in which order, and why that and nothing else.",
                ),
                Field("cost_pence", "What it would cost", Ask.MONEY, required=False, hint="0 when it costs nothing."),
            ),
            tone="primary",
            key="w",
        ),
        Transition(
            "issue",
            "Issue it",
            ("draft",),
            "issued",
            who=_WRITER,
            early_guards=(
                is_written(("analysis", "recommendation"), "Write first what the figures say and what you recommend."),
            ),
            key="s",
            sets=figures_frozen(lambda case: case.of(AssetReportFacts).figures()),
            hint="The figures are frozen with it, and the ICT owner decides.",
        ),
        *deciding("issued", "Record the decision", "What is recommended is"),
        Transition(
            "adjust",
            "Change its title or day",
            ("draft",),
            None,
            who=_WRITER,
            fields=_ABOUT,
            guards=(is_not_ahead,),
        ),
    ),
)


def answer_of_owner(figures: Mapping[str, Any], text: str, cost_pence: int | None) -> Reply:
    """A simulated ICT owner wants a cost and a number from the figures, and agrees to what the register bears out."""
    missing = []
    if cost_pence is None:
        missing.append("Say what it would cost, also when it is nothing.")
    if not any(letter.isdigit() for letter in text):
        missing.append("Name the figures that your recommendation rests on.")
    if missing:
        return Reply("return", {"missing": " ".join(missing)})
    borne_out = figures["replace_pence"] + figures["at_risk_pence"]
    if (cost_pence or 0) > borne_out * 1.2:
        said = "The replace list and the licences account for less than that. Start with those; ask again for the rest."
        return Reply("decide", {"decision": "agreed_in_part", "decision_note": said})
    said = "The figures bear it out. Raise the requests for change and enter what it costs."
    return Reply("decide", {"decision": "agreed", "decision_note": said})
