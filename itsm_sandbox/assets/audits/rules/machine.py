"""Audits of assets: what is seen, how it compares with the register, and what that says."""

from typing import Any

from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.assets.audits.rules.reconciling import Reconciled
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.steps.reasons import authored, figures_frozen

AUDITORS = (*KEEPERS, WorkRole.ICT_OWNER)
METHODS = (("scan", "Scan of the network"), ("walk_round", "Walk-round"))
MOST_ROWS = 20_000

SIGHT = (
    Field(
        "tag", "Tag, serial number or host name", at_most=100, keep=False, hint="Scan its label, or type what it says."
    ),
    Field("site_id", "Site", Ask.ROW, offers="sites", keep=False),
    Field("place", "Room or place", at_most=200, keep=False),
    Field("user", "Who has it", required=False, at_most=200, keep=False, hint="When it is somebody’s own."),
    Field("note", "Note", required=False, at_most=1000, keep=False),
)


def numbers_of(found: Reconciled) -> dict[str, Any]:
    """As the audit keeps them."""
    return {
        "expected": found.expected,
        "found": found.found,
        "accurate": found.accurate,
        "sightings": len(found.outcome_of),
        "counts": found.counts,
    }


def share(part: int, whole: int) -> str:
    """As a whole number of per cent; never 100 % when something is missing."""
    if not whole:
        return "none"
    return f"{part * 100 // whole} %"


def _is_scan(case: Case) -> str | None:
    return None if case.values["method"] == "scan" else "This audit is a walk-round; start another one for a scan."


def _has_rows(case: Case) -> str | None:
    return None if case.given.get("sightings") else "Choose the file on the page “Read a scan”."


def _something_was_seen(case: Case) -> str | None:
    if case.fact("sightings"):
        return None
    first = "Take over a scan" if case.values["method"] == "scan" else "Walk round and record what you see"
    return f"Nothing was seen yet. {first} first."


def _is_concluded(case: Case) -> str | None:
    return None if case.values["conclusion"] else "Write first what the audit says."


def _is_decided(case: Case) -> str | None:
    left = case.fact("undecided")
    if not left:
        return None
    what = "1 serious finding is" if left == 1 else f"{left} serious findings are"
    return f"{what} not decided on yet: unknown or missing things, and software."


# icons: clipboard-list arrows-diff lock ban
MACHINE = Machine(
    "audit",
    (
        State("started", "Under way", "none", "clipboard-list"),
        State("reconciled", "Compared", "sub", "arrows-diff"),
        State("closed", "Closed", "met", "lock", is_open=False),
        State("cancelled", "Cancelled", "plain", "ban", is_open=False),
    ),
    (
        Transition(
            "start",
            "Start an audit",
            (START,),
            "started",
            AUDITORS,
            (
                Field("title", "Title", at_least=5, at_most=120, hint="Such as: All devices on the network, autumn."),
                Field("method", "How", Ask.CHOICE, choices=METHODS),
                Field("site_id", "Site", Ask.ROW, required=False, offers="sites", hint="Leave it open for all sites."),
            ),
            sets=authored,
        ),
        Transition(
            "take_scan",
            "Take over the scan of the network",
            ("started", "reconciled"),
            None,
            AUDITORS,
            early_guards=(_is_scan,),
            key="t",
            hint="What the network reports now: every device on it, with its place, its user and its software.",
        ),
        Transition(
            "upload_scan",
            "Read a scan from a file",
            ("started", "reconciled"),
            None,
            AUDITORS,
            (
                Field("file_name", "File", keep=False, at_most=200),
                Field("sha256", "Its SHA-256", keep=False, at_most=64),
                Field("rows", "Devices in it", Ask.NUMBER, keep=False),
            ),
            guards=(_has_rows,),
            early_guards=(_is_scan,),
        ),
        Transition(
            "sight",
            "Record what you see",
            ("started", "reconciled"),
            None,
            AUDITORS,
            SIGHT,
            key="s",
            merges=True,
        ),
        Transition(
            "reconcile",
            "Compare it with the register",
            ("started", "reconciled"),
            "reconciled",
            AUDITORS,
            early_guards=(_something_was_seen,),
            sets=figures_frozen,
            key="c",
            tone="primary",
            hint="What does not agree becomes a finding. Findings that are open already are not made twice.",
        ),
        Transition(
            "conclude",
            "Write what it says",
            ("reconciled",),
            None,
            AUDITORS,
            (
                Field(
                    "conclusion",
                    "What the audit says",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="How far the register can be trusted, what was found, why it came to that, and what changes.",
                ),
            ),
            key="w",
        ),
        Transition(
            "close",
            "Close the audit",
            ("reconciled",),
            "closed",
            AUDITORS,
            early_guards=(_is_concluded, _is_decided),
        ),
        Transition(
            "cancel",
            "Cancel it",
            ("started",),
            "cancelled",
            AUDITORS,
            (Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
        ),
    ),
)
