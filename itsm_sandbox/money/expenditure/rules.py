"""The expenditure record: what is committed, spent, and corrected by another row."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole

SPENDING_CATEGORIES = (
    ("software", "Software"),
    ("hardware", "Hardware"),
    ("mice", "Mice"),
    ("cables", "Cables"),
    ("consumables", "Consumables"),
    ("contracts", "Contract charges"),
    ("ad_hoc", "Ad hoc supplier charges"),
    ("staff", "Staff"),
    ("accommodation", "Accommodation"),
    ("miscellaneous", "Miscellaneous"),
)
"""The ten columns of the expenditure record in FITS."""

SPENDERS = (WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER, WorkRole.MAINTENANCE, WorkRole.SINGLE_POINT_OF_CONTACT)


def _restricted(case: Case) -> Mapping[str, Any]:
    """What staff cost is for the ICT owner alone, whoever enters it."""
    return {
        "is_restricted": bool(case.get("is_restricted")) or case.get("category") == "staff",
        "entered_by_id": case.values.get("entered_by_id") or case.actor.id,
    }


def _counted_back(case: Case) -> Mapping[str, Any]:
    vat = case.given.get("taken_back_vat_pence")
    back = {"amount_pence": -case.given["taken_back_pence"], "vat_pence": -vat if vat else None}
    return {**_restricted(case), **back}


def _is_no_correction(case: Case) -> str | None:
    pence = case.values.get("amount_pence") or 0
    return "This row is itself a correction. Record what is right as new spending." if pence < 0 else None


_AMOUNT = Field("amount_pence", "Amount", Ask.MONEY, hint="In pounds, without VAT.")
_VAT = Field("vat_pence", "VAT", Ask.MONEY, required=False, hint="What came on top. Leave it empty if it is not known.")
_LINE = Field(
    "budget_line",
    "Budget line",
    required=False,
    at_most=60,
    hint="Only where the budget splits the category, such as printers among the hardware.",
)
_SPENT = (
    Field("on", "Date", Ask.DAY),
    Field("category", "Category", Ask.CHOICE, choices=SPENDING_CATEGORIES),
    Field("supplier", "Supplier", required=False, at_most=200),
    Field("description", "What for", at_most=500),
    _AMOUNT,
    _VAT,
    _LINE,
    Field("is_restricted", "Show it only to the ICT owner", Ask.YES_NO, required=False),
)
_FOR = (
    Field("change_id", "Request for change", Ask.REF, required=False, offers="change", hint="Such as RFC-0004."),
    Field("asset_id", "Asset", Ask.REF, required=False, offers="asset", hint="Such as AST-0012."),
    Field("entitlement_id", "Licence", Ask.REF, required=False, offers="entitlement", hint="Such as LIC-0003."),
)


def _commit(event: str, label: str, who: tuple[WorkRole | Tie, ...]) -> Transition:
    return Transition(event, label, (START,), "committed", who=who, fields=(*_SPENT, *_FOR), sets=_restricted)


EXPENDITURE = Machine(
    "expenditure row",
    (
        State("committed", "Committed", "sub", "calendar-dollar"),
        State("actual", "Spent", "met", "coin", is_open=False),
        State("corrected", "Corrected by another row", "none", "arrow-back-up", is_open=False),
        State("released", "Not spent after all", "plain", "ban", is_open=False),
    ),
    (
        _commit("commit", "Commit an amount", SPENDERS),
        # whoever was entitled to approve the change, or to renew the licence
        _commit("commit_for_change", "Commit a change's cost", (Tie.ANYONE,)),
        _commit("commit_for_renewal", "Commit what a renewal costs", (Tie.ANYONE,)),
        Transition(
            "commit_for_risk",
            "Commit what lessens a risk",
            (START,),
            "committed",
            who=SPENDERS,
            fields=(*_SPENT, Field("risk", "Recommendation", keep=False)),
            sets=_restricted,
        ),
        Transition(
            "pay", "Record spending", (START,), "actual", who=SPENDERS, fields=(*_SPENT, *_FOR), sets=_restricted
        ),
        Transition(
            "take_back",
            "Take an amount back",
            (START,),
            "actual",
            who=SPENDERS,
            fields=(
                *(asked for asked in _SPENT if asked not in {_AMOUNT, _VAT}),
                Field("taken_back_pence", "Amount taken back", Ask.MONEY, keep=False),
                Field("taken_back_vat_pence", "VAT taken back", Ask.MONEY, required=False, keep=False),
                Field("corrects", "Row that it corrects", keep=False),
                *_FOR,
            ),
            sets=_counted_back,
        ),
        Transition(
            "settle",
            "Turn it into spending",
            ("committed",),
            "actual",
            who=SPENDERS,
            fields=(*_SPENT[:2], Field("supplier", "Supplier", at_most=200), _AMOUNT, _VAT, _LINE),
            tone="primary",
            sets=_restricted,
        ),
        Transition("settle_with_change", "The change was carried out", ("committed",), "actual", who=(Tie.TIMER,)),
        Transition(
            "release",
            "It will not be spent",
            ("committed",),
            "released",
            who=SPENDERS,
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=5, keep=False),),
        ),
        Transition("release_with_change", "The change was given up", ("committed",), "released", who=(Tie.TIMER,)),
        Transition(
            "correct",
            "Correct it by another row",
            ("actual",),
            "corrected",
            who=SPENDERS,
            fields=(Field("reason", "What is wrong", Ask.LONG_TEXT, at_least=5, keep=False),),
            early_guards=(_is_no_correction,),
            hint="A row that takes the whole amount back is added. Record the right amount anew afterwards.",
        ),
    ),
)
