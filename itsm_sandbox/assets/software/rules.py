"""What can happen to a product in the software register, and who may allow its use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.assets.positions.rules.counting import AUTHORISATIONS, METRICS, Depending
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.steps.reasons import REASON

UNDECIDED = "undecided"
ENOUGH_PURPOSE = 40
_PRODUCT = (
    Field("name", "Name", at_most=120, hint="As its publisher writes it, without the version."),
    Field("publisher", "Publisher", at_most=120),
    Field("edition", "Edition", required=False, at_most=80),
    Field("metric", "How it is licensed", Ask.CHOICE, choices=METRICS, hint="What its licence agreement counts."),
    Field("unit_price_pence", "Price of one more", Ask.MONEY, hint="For a year, or once. 0 when it is free."),
    Field("remote_use_allowed", "It may be used away from the premises", Ask.YES_NO),
)
_PURPOSE = Field(
    "purpose",
    "What it is for, and who needs it",
    Ask.LONG_TEXT,
    at_least=10,
    keep=False,
    hint="The ICT owner reads this before allowing it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTerms:
    """What a product's record says about how it may be used and is licensed."""

    name: str
    metric: str
    authorisation: str
    remote_use_allowed: bool


def product_terms(values: Mapping[str, Any]) -> ProductTerms:
    """From the columns of its record."""
    return ProductTerms(**{one.name: values[one.name] for one in fields(ProductTerms)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareFacts:
    """What the guards of a software product look up."""

    depending: Callable[[], Depending]
    is_taken: Callable[[str], bool]  # whether another product has this name


def _undecided(_case: Case) -> Mapping[str, Any]:
    return {"authorisation": UNDECIDED}


def _nothing_depends_on_it(case: Case) -> str | None:
    found = case.of(SoftwareFacts).depending()
    if found.seats:
        return f"Reclaim what is given out first: {found.seats} of it."
    if found.installed:
        return f"Take it off the devices first: {found.installed} have it."
    return None if not found.licences else "End its licences first."


def _name_is_free(case: Case) -> str | None:
    name = case.given["name"]
    return f"Another product is called “{name}”." if case.of(SoftwareFacts).is_taken(name) else None


SOFTWARE = Machine(
    "software product",
    (
        State("waiting", "Waiting for the ICT owner", "more", "hourglass"),
        State("listed", "In the register", "met", "apps"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "add",
            "Add to the register",
            (START,),
            "waiting",
            who=KEEPERS,
            fields=(*_PRODUCT, _PURPOSE),
            sets=_undecided,
            hint="The ICT owner then says whether it may be used.",
        ),
        Transition(
            "authorise",
            "Decide on its use",
            ("waiting", "listed"),
            "listed",
            who=(WorkRole.ICT_OWNER,),
            fields=(
                Field("authorisation", "It is", Ask.CHOICE, choices=AUTHORISATIONS),
                Field("reason", "Why, and for whom", Ask.LONG_TEXT, at_least=10, keep=False),
            ),
            tone="primary",
            key="d",
        ),
        Transition(
            "correct",
            "Correct its record",
            ("waiting", "listed"),
            None,
            who=KEEPERS,
            fields=(*_PRODUCT, REASON),
            guards=(_name_is_free,),
            key="c",
        ),
        Transition(
            "ask_authorisation",
            "Ask the ICT owner again",
            ("listed",),
            "waiting",
            who=KEEPERS,
            fields=(_PURPOSE,),
            key="a",
        ),
        Transition(
            "retire",
            "Retire it",
            ("waiting", "listed"),
            "retired",
            who=(*KEEPERS, WorkRole.ICT_OWNER),
            fields=(REASON,),
            early_guards=(_nothing_depends_on_it,),
            tone="danger",
        ),
    ),
)


def answer_of_owner(purpose: str, metric: str) -> Mapping[str, Any]:
    """What a simulated ICT owner says to somebody who asks for a product: allowed once it is clear what it is for."""
    if len(purpose.strip()) < ENOUGH_PURPOSE:
        return {
            "authorisation": "restricted",
            "reason": "Only where I agreed to it, for now. Tell me what it is for and who needs it, then ask again.",
        }
    paid = "Buy only what the position says is needed." if metric != "free" else "Keep it up to date like the rest."
    return {"authorisation": "allowed", "reason": f"Allowed for what you say it is for. {paid}"}
