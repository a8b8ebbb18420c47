"""What the lists in budgets, risk assessments and continuity plans say on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import iso_day, iso_when
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.risk.assessments.rules.scores import told_in_words
from itsm_sandbox.risk.contingency.rules import communications_in_words, procedures_in_words
from itsm_sandbox.risk.continuity.rules import actions_in_words, exercises_in_words
from itsm_sandbox.risk.recovery.rules import steps_in_words

_PLANS = (ArtefactKind.CONTINGENCY_PLAN, ArtefactKind.RECOVERY_PLAN)


def _revisions(revisions: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for one in revisions:
        before = ", ".join(
            f"{name.removesuffix('_pence')} £{pence / 100:,.2f}" for name, pence in one["before"].items()
        )
        told = f" Before: {before}." if before else ""
        lines.append(f"{iso_day(one['on'])} by {one['by']}: {one['why']}{told}")
    return "\n".join(lines)


def _uses(uses: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for use in uses:
        ended = f" Stood down {iso_when(use['ended_at'])}. {use['how']}" if use["ended_at"] else " Still in force."
        lines.append(f"Invoked {iso_when(use['at'])}. {use['why']}{ended}")
        for entry in use["log"]:
            told = f" (told: {entry['told']})" if entry["told"] else ""
            lines.append(f"   {iso_when(entry['at'])}: {entry['what']}{told}")
    return "\n".join(lines)


PLANNING_WRITERS: Mapping[tuple[ArtefactKind, str], Callable[[Any], str]] = {
    (ArtefactKind.BUDGET, "revisions"): _revisions,
    (ArtefactKind.RISK_ASSESSMENT, "risks"): told_in_words,
    (ArtefactKind.CONTINGENCY_PLAN, "procedures"): procedures_in_words,
    (ArtefactKind.CONTINGENCY_PLAN, "communications"): communications_in_words,
    (ArtefactKind.RECOVERY_PLAN, "steps"): steps_in_words,
    **{(kind, "exercises"): exercises_in_words for kind in _PLANS},
    **{(kind, "actions"): actions_in_words for kind in _PLANS},
    **{(kind, "uses"): _uses for kind in _PLANS},
}
