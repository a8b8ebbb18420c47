"""Risks with their scores and bands, and what carries forward to the next year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Risk = Mapping[str, Any]

LIKELIHOOD = (
    ("1", "1 Rare"),
    ("2", "2 Unlikely"),
    ("3", "3 Possible"),
    ("4", "4 Likely"),
    ("5", "5 Almost certain"),
)
IMPACT = (
    ("1", "1 Hardly noticed"),
    ("2", "2 A nuisance"),
    ("3", "3 Work is held up"),
    ("4", "4 Work stops for many"),
    ("5", "5 Work stops for all, or data is lost"),
)
DECISIONS = (
    ("reduce", "Reduce: carry out the recommendation"),
    ("transfer", "Transfer: let somebody else bear it, by contract or insurance"),
    ("avoid", "Avoid: stop what brings the risk"),
    ("accept", "Accept: live with it"),
)
OWNER_DECIDES_FROM = 10


@dataclass(frozen=True, slots=True)
class Band:
    name: str
    label: str
    lowest: int
    tone: str


BANDS = (
    Band("very_high", "Very high", 17, "bad"),
    Band("high", "High", 10, "more"),
    Band("medium", "Medium", 5, "sub"),
    Band("low", "Low", 1, "met"),
)


def band_of(score: int) -> Band:
    return next(band for band in BANDS if score >= band.lowest)


def counts(risks: Sequence[Risk]) -> list[Risk]:
    """Those that were not left out."""
    return [risk for risk in risks if risk["status"] != "left_out"]


def needs_owner(risk: Risk) -> bool:
    return int(risk["score"]) >= OWNER_DECIDES_FROM


def carry(risks: Sequence[Risk], ref: str) -> list[dict[str, Any]]:
    """What was recommended and not carried out, for the next assessment. Each is decided on anew."""
    carried: list[dict[str, Any]] = []
    for risk in risks:
        if risk["status"] != "open" or not risk["recommendation"]:
            continue
        carried.append(
            {
                **risk,
                "number": len(carried) + 1,
                "decision": "",
                "decided_by": "",
                "decided_by_simulated": False,
                "decision_note": "",
                "carried_from": ref,
                "carried_number": risk["number"],
                "score_before": risk["score"],
                "is_funded": risk["is_funded"],
            }
        )
    return carried


@dataclass(frozen=True, slots=True)
class Difference:
    """How one risk stands against the assessment before."""

    risk: Risk
    before: int | None
    word: str  # new, higher, lower, same, gone


def differences(baseline: Sequence[Risk], risks: Sequence[Risk]) -> list[Difference]:
    """Every risk of now against the baseline, then those of the baseline that are gone."""
    found = []
    kept = set()
    for risk in counts(risks):
        before = risk["score_before"]
        if before is None:
            found.append(Difference(risk, None, "new"))
            continue
        kept.add(risk["carried_number"])
        now = risk["score"]
        found.append(Difference(risk, before, "higher" if now > before else "lower" if now < before else "same"))
    gone = [risk for risk in counts(baseline) if risk["number"] not in kept]
    return found + [Difference(risk, risk["score"], "gone") for risk in gone]


@dataclass(frozen=True, slots=True)
class Cell:
    likelihood: int
    impact: int
    numbers: tuple[int, ...]  # of the risks in it

    @property
    def band(self) -> Band:
        return band_of(self.likelihood * self.impact)


def matrix(risks: Sequence[Risk]) -> list[tuple[str, list[Cell]]]:
    """Rows from almost certain down to rare, each with a cell for every impact."""
    rows = []
    for likelihood, label in reversed(LIKELIHOOD):
        cells = [
            Cell(
                int(likelihood),
                int(impact),
                tuple(
                    risk["number"]
                    for risk in counts(risks)
                    if (risk["likelihood"], risk["impact"]) == (int(likelihood), int(impact))
                    and risk["status"] == "open"
                ),
            )
            for impact, _ in IMPACT
        ]
        rows.append((label, cells))
    return rows


def cost_of_open(risks: Sequence[Risk]) -> int:
    """What the recommendations that are to be carried out cost, as far as nothing is committed for them yet."""
    wanted = ("reduce", "transfer", "avoid")
    return sum(
        risk["cost_pence"] or 0
        for risk in counts(risks)
        if risk["status"] == "open" and risk["decision"] in wanted and not risk["is_funded"]
    )


def told_in_words(risks: Sequence[Risk]) -> str:
    """The whole register as text, for paper."""
    decisions = dict(DECISIONS)
    lines = []
    for risk in counts(risks):
        about = " and ".join(filter(None, (risk["service"], risk["assets"])))
        score = f"likelihood {risk['likelihood']} × impact {risk['impact']} = {risk['score']}"
        lines.append(f"{risk['number']}. {about}: {risk['hazard']} ({score}, {band_of(risk['score']).label.lower()})")
        if risk["recommendation"]:
            lines.append(f"   Recommended: {risk['recommendation']}")
        if risk["decision"]:
            simulated = " (simulated)" if risk["decided_by_simulated"] else ""
            decision = decisions[risk["decision"]].split(":")[0]
            lines.append(f"   Decided by {risk['decided_by']}{simulated}: {decision}. {risk['decision_note']}".rstrip())
        if risk["outcome"]:
            lines.append(f"   Done: {risk['outcome']}")
    return "\n".join(lines)
