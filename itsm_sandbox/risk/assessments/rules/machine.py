"""The yearly risk assessment: who identifies risks, who decides on them, and how recommendations are carried out."""

from itsm_sandbox.catalogue.services.rules import IMPORTANCE
from itsm_sandbox.engine.machine import START, Ask, Field, Guard, Machine, State, Transition
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.money.expenditure.rules import SPENDERS, SPENDING_CATEGORIES
from itsm_sandbox.risk.assessments.rules.changes import added, begun, completed, decided, done, revised, setting
from itsm_sandbox.risk.assessments.rules.fields import KEPT, about, which
from itsm_sandbox.risk.assessments.rules.guards import (
    all_is_decided,
    due_is_ahead,
    due_is_ahead_or_kept,
    importance_is_known,
    is_about_something,
    is_decided_to_act,
    may_be_decided,
    may_be_funded,
    not_in_future,
    one_change,
    owner_decides_high,
    risk_is_open,
    risks_are_thought_through,
    something_is_found,
    something_is_to_decide,
    something_is_to_fund,
    target_is_lower,
    year_is_sound,
)
from itsm_sandbox.risk.assessments.rules.scores import DECISIONS, IMPACT, LIKELIHOOD

ASSESSORS = (*sorted(SUPPORT), WorkRole.ICT_OWNER)

_OWNER = (WorkRole.ICT_OWNER,)
_WRITER = (Tie.AUTHOR,)
_WHY = Field("why", "Why", Ask.LONG_TEXT, at_least=10, keep=False)
_DRAFTS, _OPEN = ("draft",), ("draft", "with_owner", "complete")
_OPEN_LEFT: tuple[Guard, ...] = (something_is_found, risk_is_open)

MACHINE = Machine(
    "risk assessment",
    (
        State("draft", "Being prepared", "none", "pencil"),
        State("with_owner", "With the ICT owner", "sub", "hourglass"),
        State("complete", "Complete", "met", "shield-check"),
        State("superseded", "The baseline of a later one", "plain", "history", is_open=False),
        State("abandoned", "Abandoned", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "begin",
            "Begin a risk assessment",
            (START,),
            "draft",
            ASSESSORS,
            (
                Field("year", "Year", Ask.NUMBER),
                Field("title", "Title", at_least=5, at_most=120, hint="Such as: Risks to our ICT services in 2026."),
                Field("scope", "What it covers", Ask.LONG_TEXT, at_least=20),
            ),
            guards=(year_is_sound,),
            sets=begun,
            hint="What was recommended in the one before and is not carried out comes into it by itself.",
        ),
        Transition(
            "add_risk",
            "Add a risk",
            _DRAFTS,
            None,
            _WRITER,
            about(required=True),
            guards=(is_about_something, importance_is_known, target_is_lower, due_is_ahead),
            key="a",
            tone="primary",
            sets=added,
        ),
        Transition(
            "revise_risk",
            "Revise a risk",
            _DRAFTS,
            None,
            _WRITER,
            (which("Revise", fills=KEPT), *about(required=False)),
            guards=(one_change, target_is_lower, due_is_ahead_or_kept),
            early_guards=_OPEN_LEFT,
            key="r",
            sets=revised,
            hint="Change what is different; what you leave empty stays as it is. What the ICT owner decided is open "
            "again when the score changes.",
        ),
        Transition(
            "leave_out_risk",
            "Leave a risk out",
            _DRAFTS,
            None,
            _WRITER,
            (which("Leave it out"), _WHY),
            early_guards=_OPEN_LEFT,
            sets=setting(status=lambda _case: "left_out"),
        ),
        Transition(
            "set_importance",
            "Say how important it is",
            ("draft", "with_owner"),
            None,
            _OWNER,
            (
                which("Say how important it is", fills=("importance",)),
                Field("importance", "Importance", Ask.CHOICE, choices=IMPORTANCE, keep=False),
            ),
            early_guards=_OPEN_LEFT,
            sets=setting(importance=lambda case: case.given["importance"]),
        ),
        Transition(
            "decide_risk",
            "Decide on a risk",
            ("draft", "with_owner"),
            None,
            (Tie.AUTHOR, WorkRole.ICT_OWNER),
            (
                which("Decide", only=may_be_decided, fills=("decision",), renamed={"note": "decision_note"}),
                Field("decision", "Decision", Ask.CHOICE, choices=DECISIONS, keep=False),
                Field("note", "Why", Ask.LONG_TEXT, required=False, keep=False),
            ),
            guards=(risk_is_open, owner_decides_high),
            early_guards=(something_is_found, something_is_to_decide),
            key="d",
            sets=decided,
            hint="From a score of 10 on, the ICT owner decides.",
        ),
        Transition(
            "hand_over",
            "Hand it to the ICT owner",
            _DRAFTS,
            "with_owner",
            _WRITER,
            (Field("summary", "What it says in a few sentences", Ask.LONG_TEXT, at_least=40),),
            early_guards=(something_is_found, risks_are_thought_through),
            key="h",
        ),
        Transition(
            "return_it",
            "Return it",
            ("with_owner",),
            "draft",
            _OWNER,
            (Field("comment", "What is missing", Ask.LONG_TEXT, at_least=10, keep=False),),
        ),
        Transition(
            "complete",
            "Complete it",
            ("with_owner",),
            "complete",
            (Tie.AUTHOR, WorkRole.ICT_OWNER),
            (Field("filed_with", "With whom it is filed", at_least=3, keep=False),),
            early_guards=(all_is_decided,),
            key="c",
            tone="primary",
            sets=completed,
        ),
        Transition(
            "act_on_risk",
            "Record that a recommendation is carried out",
            _OPEN,
            None,
            (Tie.AUTHOR, Tie.ASSIGNED, WorkRole.ICT_OWNER),
            (
                which("It is carried out"),
                Field("done_on", "On which day", Ask.DAY, keep=False),
                Field("outcome", "What was done", Ask.LONG_TEXT, at_least=20, keep=False),
                Field("likelihood_now", "Likelihood now", Ask.CHOICE, choices=LIKELIHOOD, keep=False),
                Field("impact_now", "Impact now", Ask.CHOICE, choices=IMPACT, keep=False),
            ),
            guards=(not_in_future,),
            early_guards=(risk_is_open,),
            key="o",
            sets=done,
        ),
        Transition(
            "postpone_risk",
            "Give a recommendation more time",
            ("complete",),
            None,
            (Tie.AUTHOR, WorkRole.ICT_OWNER),
            (which("Give it more time", fills=("due_on",)), Field("due_on", "By when", Ask.DAY, keep=False), _WHY),
            guards=(due_is_ahead,),
            early_guards=(risk_is_open,),
            sets=setting(due_on=lambda case: case.given["due_on"].isoformat()),
        ),
        Transition(
            "fund_risk",
            "Commit what a recommendation costs",
            ("complete",),
            None,
            SPENDERS,
            (
                which("Commit its cost", only=may_be_funded),
                Field("category", "Category", Ask.CHOICE, choices=SPENDING_CATEGORIES, keep=False),
            ),
            guards=(is_decided_to_act,),
            early_guards=(risk_is_open, something_is_to_fund),
            key="f",
            sets=setting(is_funded=lambda _case: True),
            hint="The amount is committed in the expenditure record.",
        ),
        Transition("supersede", "A later assessment began", ("complete",), "superseded", (Tie.TIMER,)),
        Transition("abandon", "Abandon it", _DRAFTS, "abandoned", _WRITER, (_WHY,), tone="danger"),
    ),
)
