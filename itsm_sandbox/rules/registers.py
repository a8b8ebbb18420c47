"""Assets, spending and articles in plain form: what can happen to each, and who may do it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.clock import LONDON
from itsm_sandbox.rules.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.rules.roles import Tie, WorkRole

ASSET_TYPES = (
    ("laptop", "Laptop"),
    ("desktop", "Desktop computer"),
    ("tablet", "Tablet"),
    ("server", "Server"),
    ("switch", "Network switch"),
    ("access_point", "Wireless access point"),
    ("printer", "Printer"),
    ("display", "Display or projector"),
    ("phone", "Phone"),
    ("peripheral", "Peripheral"),
    ("virtual", "Virtual machine"),
)
ARTICLE_TYPES = (
    ("procedure", "Procedure"),
    ("playbook", "Playbook"),
    ("faq", "Questions and answers"),
    ("known_error", "Known error"),
    ("user_guide", "Guide for users"),
    ("lesson", "Lesson learned"),
)
AUDIENCES = (("staff", "Support staff"), ("users", "Everybody"))
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

REVIEWED_EVERY = timedelta(days=365)
KEEPERS = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.MAINTENANCE,
    WorkRole.IMPLEMENTATION,
)
SPENDERS = (WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER, WorkRole.MAINTENANCE, WorkRole.SINGLE_POINT_OF_CONTACT)

_BECAUSE = (
    Field(
        "change_ref",
        "Request for change",
        Ask.REF,
        required=False,
        offers="change",
        keep=False,
        hint="Such as RFC-0012, when a change is why.",
    ),
    Field(
        "ticket_ref",
        "Ticket",
        Ask.REF,
        required=False,
        offers="ticket",
        keep=False,
        hint="Such as INC-0042, when a ticket is why.",
    ),
    Field("note", "Note", Ask.LONG_TEXT, required=False, keep=False),
)
_SITE = Field("site_id", "Site", Ask.ROW, offers="sites")
_WHERE = Field("location", "Room or place", hint="Such as Room 14, or the server cupboard.")
_SERVICE = Field("service_id", "Service it belongs to", Ask.ROW, required=False, offers="services")


def _installed(case: Case) -> Mapping[str, Any]:
    """A thing counts as newly installed on the day it first went into use."""
    return {"installed_on": case.values.get("installed_on") or _day(case)}


def _taken_back(_case: Case) -> Mapping[str, Any]:
    return {"custodian_id": None}


def _has_place(case: Case) -> str | None:
    return None if case.get("location") else "Say where it stands: nobody finds a thing that is only “in use”."


def _warranty_after_purchase(case: Case) -> str | None:
    bought, ends = case.get("purchased_on"), case.get("warranty_ends_on")
    return "The warranty ends after the day of purchase." if bought and ends and ends < bought else None


# icons: box check tool search-off archive
ASSET = Machine(
    "asset",
    (
        State("in_stock", "In stock", "none", "box"),
        State("in_use", "In use", "met", "check"),
        State("in_repair", "In repair", "more", "tool"),
        State("missing", "Missing", "bad", "search-off"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "add",
            "Add to the register",
            (START,),
            "in_stock",
            KEEPERS,
            (
                Field("tag", "Asset tag", hint="On its label; each is used once.", at_most=40),
                Field("type", "Kind", Ask.CHOICE, choices=ASSET_TYPES),
                Field("model", "Make and model", at_most=200),
                Field("serial", "Serial number", required=False, at_most=100),
                Field("site_id", "Site", Ask.ROW, required=False, offers="sites"),
                Field("location", "Room or place", required=False, at_most=200),
                _SERVICE,
                Field("purchased_on", "Bought on", Ask.DAY, required=False),
                Field("warranty_ends_on", "Warranty ends on", Ask.DAY, required=False),
                Field("cost_pence", "Cost", Ask.MONEY, required=False),
                *_BECAUSE,
            ),
            (_warranty_after_purchase,),
        ),
        Transition(
            "hand_out",
            "Hand it out",
            ("in_stock",),
            "in_use",
            KEEPERS,
            (Field("custodian_id", "To whom", Ask.ROW, offers="people"), _SITE, _WHERE, _SERVICE, *_BECAUSE),
            sets=_installed,
            tone="primary",
            key="h",
        ),
        Transition(
            "install",
            "Install it in a place",
            ("in_stock",),
            "in_use",
            KEEPERS,
            (_SITE, _WHERE, _SERVICE, *_BECAUSE),
            sets=_installed,
            hint="For what everybody uses: a switch, a server, a projector.",
        ),
        Transition(
            "move",
            "Move it",
            ("in_stock", "in_use"),
            None,
            KEEPERS,
            (_SITE, _WHERE, *_BECAUSE),
            key="m",
        ),
        Transition(
            "update",
            "Record work on it",
            ("in_stock", "in_use", "in_repair"),
            None,
            KEEPERS,
            (
                Field("work", "What was done", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("model", "Make and model", at_most=200),
                Field("serial", "Serial number", required=False, at_most=100),
                Field("warranty_ends_on", "Warranty ends on", Ask.DAY, required=False),
                _SERVICE,
                *_BECAUSE,
            ),
            (_warranty_after_purchase,),
            key="u",
        ),
        Transition(
            "take_back",
            "Take it back",
            ("in_use",),
            "in_stock",
            KEEPERS,
            (
                Field("condition", "Condition", keep=False, hint="What works, what is broken, what came with it."),
                *_BECAUSE,
            ),
            sets=_taken_back,
        ),
        Transition(
            "send_to_repair",
            "Send it to repair",
            ("in_stock", "in_use"),
            "in_repair",
            KEEPERS,
            (
                Field("fault", "What is wrong", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("repairer", "Who repairs it", keep=False),
                *_BECAUSE,
            ),
        ),
        Transition(
            "return_to_use",
            "Back in use",
            ("in_repair",),
            "in_use",
            KEEPERS,
            (Field("repair", "What was repaired", Ask.LONG_TEXT, at_least=10, keep=False), *_BECAUSE),
            early_guards=(_has_place,),
            sets=_installed,
            tone="primary",
        ),
        Transition(
            "return_to_stock",
            "Back in stock",
            ("in_repair",),
            "in_stock",
            KEEPERS,
            (Field("repair", "What was repaired", Ask.LONG_TEXT, at_least=10, keep=False), *_BECAUSE),
            sets=_taken_back,
        ),
        Transition(
            "report_missing",
            "Report it missing",
            ("in_stock", "in_use", "in_repair"),
            "missing",
            (Tie.ANYONE,),
            (Field("last_seen", "When and where it was last seen", Ask.LONG_TEXT, at_least=10, keep=False), *_BECAUSE),
            hint="It may hold personal data: tell the ICT owner as well.",
            tone="danger",
        ),
        Transition(
            "find",
            "It was found",
            ("missing",),
            "in_stock",
            KEEPERS,
            (_SITE, _WHERE, *_BECAUSE),
            sets=_taken_back,
            tone="primary",
        ),
        Transition(
            "retire",
            "Retire it",
            ("in_stock", "in_repair", "missing"),
            "retired",
            (WorkRole.MAINTENANCE, WorkRole.SECOND_LEVEL, WorkRole.ICT_OWNER),
            (
                Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),
                Field(
                    "route",
                    "Where it goes",
                    Ask.CHOICE,
                    keep=False,
                    choices=(
                        ("reuse", "Re-used elsewhere"),
                        ("recycled", "Recycled by a licensed firm"),
                        ("written_off", "Written off: it is not there"),
                    ),
                ),
                *_BECAUSE,
            ),
            sets=_taken_back,
            tone="danger",
        ),
    ),
)


def _restricted(case: Case) -> Mapping[str, Any]:
    """What staff cost is for the ICT owner alone, whoever enters it."""
    return {
        "is_restricted": bool(case.get("is_restricted")) or case.get("category") == "staff",
        "entered_by_id": case.values.get("entered_by_id") or case.actor.id,
    }


def _counted_back(case: Case) -> Mapping[str, Any]:
    return {**_restricted(case), "amount_pence": -case.given["taken_back_pence"]}


def _is_no_correction(case: Case) -> str | None:
    pence = case.values.get("amount_pence") or 0
    return "This row is itself a correction. Record what is right as new spending." if pence < 0 else None


_AMOUNT = Field("amount_pence", "Amount", Ask.MONEY, hint="In pounds, without VAT.")
_SPENT = (
    Field("on", "Date", Ask.DAY),
    Field("category", "Category", Ask.CHOICE, choices=SPENDING_CATEGORIES),
    Field("supplier", "Supplier", required=False, at_most=200),
    Field("description", "What for", at_most=500),
    _AMOUNT,
    Field("is_restricted", "Show it only to the ICT owner", Ask.YES_NO, required=False),
)
_OF_CHANGE = Field("change_id", "Request for change", Ask.REF, required=False, offers="change")

# icons: calendar-dollar coin arrow-back-up ban
EXPENDITURE = Machine(
    "expenditure row",
    (
        State("committed", "Committed", "sub", "calendar-dollar"),
        State("actual", "Spent", "met", "coin", is_open=False),
        State("corrected", "Corrected by another row", "none", "arrow-back-up", is_open=False),
        State("released", "Not spent after all", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "commit",
            "Commit an amount",
            (START,),
            "committed",
            SPENDERS,
            (*_SPENT, _OF_CHANGE),
            sets=_restricted,
        ),
        Transition(
            "commit_for_change",
            "Commit a change's cost",
            (START,),
            "committed",
            (Tie.ANYONE,),  # whoever was entitled to approve the change
            (*_SPENT, _OF_CHANGE),
            sets=_restricted,
        ),
        Transition("pay", "Record spending", (START,), "actual", SPENDERS, (*_SPENT, _OF_CHANGE), sets=_restricted),
        Transition(
            "take_back",
            "Take an amount back",
            (START,),
            "actual",
            SPENDERS,
            (
                *(asked for asked in _SPENT if asked is not _AMOUNT),
                Field("taken_back_pence", "Amount taken back", Ask.MONEY, keep=False),
                Field("corrects", "Row that it corrects", keep=False),
                Field("change_id", "Request for change", Ask.REF, required=False, offers="change"),
            ),
            sets=_counted_back,
        ),
        Transition(
            "settle",
            "Turn it into spending",
            ("committed",),
            "actual",
            SPENDERS,
            (*_SPENT[:2], Field("supplier", "Supplier", at_most=200), _AMOUNT),
            tone="primary",
        ),
        Transition("settle_with_change", "The change was carried out", ("committed",), "actual", (Tie.TIMER,)),
        Transition(
            "release",
            "It will not be spent",
            ("committed",),
            "released",
            SPENDERS,
            (Field("reason", "Why", Ask.LONG_TEXT, at_least=5, keep=False),),
        ),
        Transition("release_with_change", "The change was given up", ("committed",), "released", (Tie.TIMER,)),
        Transition(
            "correct",
            "Correct it by another row",
            ("actual",),
            "corrected",
            SPENDERS,
            (Field("reason", "What is wrong", Ask.LONG_TEXT, at_least=5, keep=False),),
            early_guards=(_is_no_correction,),
            hint="A row that takes the whole amount back is added. Record the right amount anew afterwards.",
        ),
    ),
)


def _written(case: Case) -> Mapping[str, Any]:
    due = case.get("review_due_on") or _day(case) + REVIEWED_EVERY
    return {"author_id": case.values.get("author_id") or case.actor.id, "review_due_on": due}


_ARTICLE = (
    Field("title", "Title", at_most=200),
    Field("type", "Kind", Ask.CHOICE, choices=ARTICLE_TYPES),
    Field("audience", "For whom", Ask.CHOICE, choices=AUDIENCES),
    Field(
        "body",
        "Text",
        Ask.LONG_TEXT,
        at_least=40,
        at_most=50_000,
        hint="What it is for, what is needed first, the steps in order, what to see at the end, and whom to ask.",
    ),
    Field("service_id", "Service", Ask.ROW, required=False, offers="services"),
    Field("category", "Category of tickets", required=False, at_most=60),
    Field("review_due_on", "Check it again by", Ask.DAY, required=False, hint="In a year when you leave it empty."),
)
_WRITERS = (*KEEPERS, WorkRole.DESIGN, WorkRole.ICT_OWNER)

# icons: file-check archive
ARTICLE = Machine(
    "article",
    (
        State("published", "Published", "met", "file-check"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "write",
            "Write an article",
            (START,),
            "published",
            _WRITERS,
            (*_ARTICLE, Field("problem_id", "Problem", Ask.REF, required=False, offers="problem")),
            sets=_written,
        ),
        Transition(
            "revise",
            "Revise it",
            ("published",),
            None,
            _WRITERS,
            (*_ARTICLE, Field("why", "What changed and why", Ask.LONG_TEXT, at_least=5, keep=False)),
            sets=_written,
            tone="primary",
            key="e",
        ),
        Transition(
            "confirm",
            "It is still right",
            ("published",),
            None,
            _WRITERS,
            (
                Field("checked", "What you checked", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("review_due_on", "Check it again by", Ask.DAY),
            ),
        ),
        Transition(
            "retire",
            "Retire it",
            ("published",),
            "retired",
            _WRITERS,
            (Field("reason", "Why", Ask.LONG_TEXT, at_least=5, keep=False),),
            tone="danger",
        ),
    ),
)


def is_out_of_date(review_due_on: date | None, today: date) -> bool:
    return review_due_on is not None and review_due_on < today


def _day(case: Case) -> date:
    return case.now.astimezone(LONDON).date()
