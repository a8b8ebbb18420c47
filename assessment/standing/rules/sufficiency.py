"""When the judgements on a criterion are enough, and what is still missing when they are not.

A rule is data. The centre's rule, the programme's, the unit's and the criterion's are laid over the default one after
the other, field by field, so that the nearest wins.

Simulated evidence counts as far as the rule's `simulated` says:

* `none`: never;
* `supplementary`: beside at least one live or prior item, never alone;
* `share`: at most `simulated_percent` of all items that count;
* `allowed`: like any other.

Unless it is allowed outright, simulated evidence adds items and occasions, but direct evidence, kinds and witnesses
have to come from real work.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib import resources
from typing import Any, Literal, Protocol

Simulated = Literal["none", "supplementary", "share", "allowed"]
SIMULATED_RULES: frozenset[str] = frozenset({"none", "supplementary", "share", "allowed"})

_DATA = json.loads((resources.files("assessment.data") / "sufficiency.json").read_text(encoding="utf-8"))
DIRECT_KINDS = frozenset[str](_DATA["direct_kinds"])
WITNESS_KINDS = frozenset[str](_DATA["witness_kinds"])
DEFAULTS: Mapping[str, Mapping[str, Any]] = _DATA["default"]  # by kind of criterion
_KIND_WORDS = {
    "files": "a file",
    "account": "a written account",
    "reflection": "a reflective account",
    "witness_testimony": "a witness testimony",
    "observation": "an observation",
    "discussion": "a professional discussion",
    "work_product": "a work product",
    "sandbox_artefact": "an artefact from the practice workplace",
    "prior_learning": "proof of prior learning",
}


class UnfitRule(ValueError):
    """A rule holds a field that does not exist or a value that makes no sense."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a criterion needs. `oldest_days` is the age evidence may have when it is submitted, or None."""

    minimum_items: int
    distinct_occasions: int
    distinct_kinds: int
    required_kinds: tuple[str, ...]
    direct_items: int
    witnesses: int
    simulated: Simulated
    simulated_percent: int
    oldest_days: int | None


class Layer(Protocol):
    """A rule as a centre keeps it: where it holds, for which kind of criterion, and the fields it sets."""

    programme_id: Any
    unit_id: Any
    criterion_id: Any
    kind: Any
    rule: Any


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence whose newest version was judged to meet the criterion, by somebody whose word counts."""

    evidence_id: int
    kind: str
    origin: str
    done_on: date | None
    submitted_on: date
    is_direct: bool

    @property
    def occasion(self) -> object:
        """Work done on one day is one occasion; undated work is one of its own."""
        return self.done_on or ("undated", self.evidence_id)

    @property
    def is_simulated(self) -> bool:
        return self.origin == "simulated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` is empty exactly when the rule passes; each is a phrase such as "one more occasion"."""

    passes: bool
    reasons: tuple[str, ...]


def make_rule(values: Mapping[str, Any]) -> Rule:
    """Return the rule these values make; raises UnfitRule for an unknown field or a value out of range."""
    names = {field.name for field in fields(Rule)}
    if unknown := sorted(set(values) - names):
        raise UnfitRule(f"A sufficiency rule has no field {unknown[0]!r}.")
    if missing := sorted(names - set(values)):
        raise UnfitRule(f"A sufficiency rule needs the field {missing[0]!r}.")
    if values["simulated"] not in SIMULATED_RULES:
        raise UnfitRule(f"simulated is none, supplementary, share or allowed, not {values['simulated']!r}.")
    for name in ("minimum_items", "distinct_occasions", "distinct_kinds", "direct_items", "witnesses"):
        if not isinstance(values[name], int) or values[name] < 0:
            raise UnfitRule(f"{name} is a whole number from 0, not {values[name]!r}.")
    if not 0 <= values["simulated_percent"] < 100:
        raise UnfitRule("simulated_percent is from 0 to 99.")
    oldest = values["oldest_days"]
    if oldest is not None and (not isinstance(oldest, int) or oldest < 0):
        raise UnfitRule(f"oldest_days is a whole number from 0, or null, not {oldest!r}.")
    return Rule(**{**values, "required_kinds": tuple(values["required_kinds"])})


def rule_for(kind: str, layers: Iterable[Layer], *, programme_id: int, unit_id: int, criterion_id: int) -> Rule:
    """Lay a centre's own rules over the default for this kind of criterion; the nearest wins, field by field."""
    place = (("programme_id", programme_id), ("unit_id", unit_id), ("criterion_id", criterion_id))
    holding = [
        layer
        for layer in layers
        if layer.kind in (None, kind) and all(getattr(layer, name) in (None, value) for name, value in place)
    ]
    values = dict(DEFAULTS[kind])
    for layer in sorted(holding, key=_nearness):
        values.update(layer.rule)
    return make_rule(values)


def check_sufficiency(rule: Rule, met: Iterable[Item]) -> Verdict:
    """Say whether these items, all judged met, are enough, and if not, what a person can add."""
    items = sorted(met, key=lambda item: item.evidence_id)
    recent = [item for item in items if not _is_too_old(rule, item)]
    real = [item for item in recent if not item.is_simulated]
    simulated = [item for item in recent if item.is_simulated]
    allowed = _allowed_simulated(rule, real, simulated)
    counted = real + allowed
    proving = counted if rule.simulated == "allowed" else real
    reasons = [
        *_amounts(rule, counted),
        *_qualities(rule, proving),
        *_simulated_reasons(rule, simulated, allowed),
    ]
    needed = tuple(reasons)
    if needed and len(recent) < len(items):
        needed += (f"newer work: {_number(len(items) - len(recent))} too old to count",)
    if _is_enough(rule, counted, proving):
        return Verdict(passes=True, reasons=())
    return Verdict(passes=False, reasons=needed or ("work that is not simulated",))


def _nearness(layer: Layer) -> tuple[bool, bool, bool, bool]:
    return (
        layer.criterion_id is not None,
        layer.unit_id is not None,
        layer.programme_id is not None,
        layer.kind is not None,
    )


def _is_too_old(rule: Rule, item: Item) -> bool:
    if rule.oldest_days is None or item.done_on is None:
        return False
    return (item.submitted_on - item.done_on).days > rule.oldest_days


def _allowed_simulated(rule: Rule, real: Sequence[Item], simulated: Sequence[Item]) -> list[Item]:
    """Return the simulated items that count; where only some may, those that add an occasion come first."""
    if rule.simulated == "allowed":
        return list(simulated)
    if rule.simulated == "none" or not real:
        return []
    if rule.simulated == "supplementary":
        return list(simulated)
    most = rule.simulated_percent * len(real) // (100 - rule.simulated_percent)
    seen = {item.occasion for item in real}
    new: list[Item] = []
    repeated: list[Item] = []
    for item in simulated:
        (repeated if item.occasion in seen else new).append(item)
        seen.add(item.occasion)
    return (new + repeated)[:most]


def _is_enough(rule: Rule, counted: Sequence[Item], proving: Sequence[Item]) -> bool:
    return not _amounts(rule, counted) and not _qualities(rule, proving)


def _amounts(rule: Rule, counted: Sequence[Item]) -> list[str]:
    items = rule.minimum_items - len(counted)
    occasions = rule.distinct_occasions - len({item.occasion for item in counted})
    reasons = []
    if items > 0 and items != occasions:
        reasons.append(_more(items, "piece of evidence", "pieces of evidence", first=not counted))
    if occasions > 0:
        reasons.append(_more(occasions, "occasion", "occasions", first=not counted))
    return reasons


def _qualities(rule: Rule, proving: Sequence[Item]) -> list[str]:
    reasons = []
    direct = sum(item.is_direct for item in proving)
    if direct < rule.direct_items:
        reasons.append(
            _more(rule.direct_items - direct, "piece of direct evidence", "pieces of direct evidence")
            if direct
            else "nothing observed or produced at work yet"
        )
    kinds = {item.kind for item in proving}
    reasons += [_KIND_WORDS.get(kind, kind) for kind in rule.required_kinds if kind not in kinds]
    if len(kinds) < rule.distinct_kinds:
        reasons.append(_more(rule.distinct_kinds - len(kinds), "kind of evidence", "kinds of evidence"))
    witnesses = sum(item.kind in WITNESS_KINDS for item in proving)
    if witnesses < rule.witnesses:
        reasons.append(_more(rule.witnesses - witnesses, "witness", "witnesses"))
    return reasons


def _simulated_reasons(rule: Rule, simulated: Sequence[Item], allowed: Sequence[Item]) -> list[str]:
    if len(allowed) == len(simulated):
        return []
    if rule.simulated == "none":
        return ["work that is not simulated"]
    if rule.simulated == "share":
        return [f"work that is not simulated: at most {rule.simulated_percent}% may be"]
    return ["work that is not simulated beside it"]


def _more(number: int, one: str, many: str, *, first: bool = False) -> str:
    return f"{_number(number)} {'' if first else 'more '}{one if number == 1 else many}"


def _number(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else str(number)
