"""What may be saved of a draft, and what goes with it."""

from collections.abc import Mapping
from typing import Any

from portfolio.evidence.rules.submission import WRONG_KIND
from portfolio.programmes.rules import Declarations
from portfolio.vocabulary import RECORDED_KINDS, EvidenceKind, Origin

DRAFT_FIELDS = frozenset(
    (
        "title",
        "kind",
        "origin",
        "assistance",
        "done_on",
        "account",
        "link",
        "work_location",
        "is_authentic",
        "ai_use",
        "answer",
    )
)
DECLARED_FIELDS = frozenset(("is_authentic", "ai_use"))


def with_sentences(
    changes: Mapping[str, Any], now: Declarations, *, read: int | None, is_record: bool
) -> dict[str, Any]:
    """The changes with the sentences that were agreed to. Somebody who read another edition has agreed to nothing.

    `read` is the number of the edition that was read; None stands for the one that holds.
    """
    changes = dict(changes)
    if not changes.keys() & DECLARED_FIELDS:
        return changes
    if read not in (None, now.number):
        changes |= {"is_authentic": False, "ai_use": ""}
    if is_record and "ai_use" in changes:
        changes["ai_use"] = ""  # asked of apprentices only
    if "is_authentic" in changes:
        changes["declared"] = now.sentence(is_record=is_record) if changes["is_authentic"] else None
    if "ai_use" in changes:
        changes["ai_declared"] = now.ai_use.get(changes["ai_use"])
    return changes


def wrong_with_changes(
    changes: Mapping[str, Any], *, kind: EvidenceKind, origin: Origin | None, is_record: bool
) -> dict[str, str]:
    """A sentence for the field that cannot be changed so, of a draft of this kind and origin.

    What was made in the practice workplace says so for ever, and nothing else can say it.
    """
    new_kind, new_origin = changes.get("kind", kind), changes.get("origin", origin)
    is_artefact = kind is EvidenceKind.SANDBOX_ARTEFACT
    if is_record and new_kind not in RECORDED_KINDS:
        return {"kind": WRONG_KIND}
    if is_artefact != (new_kind is EvidenceKind.SANDBOX_ARTEFACT):
        return {"kind": "Evidence from the practice workplace, and only that, is of this kind."}
    if is_artefact and origin is not None and new_origin is not origin:
        said = "What was imported as live work" if origin is Origin.LIVE else "What comes from the practice workplace"
        return {"origin": f"{said} is always {origin.value}."}
    return {}
