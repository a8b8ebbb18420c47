"""Which criteria an apprentice's own words come near to."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Protocol, TypeVar

MOST_SUGGESTIONS = 8
LEAST_SCORE = 0.6
"""What a suggestion scores at least. Tuned on the demo's evidence, by its titles alone, against the published criteria:
up to 0.8 only criteria are dropped that nobody claimed, and none are below 0.4; from 0.9 on, claimed ones are lost too.
"""
_WORD = re.compile(r"[a-z0-9]{3,}")
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ers", "ed", "es", "er", "s", "e", "y")
_COMMON = frozenset(
    _WORD.findall(
        "the and for with that this from were was are had has have been our you your they them their then when where "
        "which who how into onto out not but all any can could would should did does done its will also after before "
        "about make made use used using work worked own new"
    )
)


class HasStatement(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def statement(self) -> str: ...


C = TypeVar("C", bound=HasStatement)


def suggest(words: str, criteria: Sequence[C], *, least: float = LEAST_SCORE) -> list[C]:
    """The criteria that share most with these words, rarer words counting more; the best first."""
    wanted = set(stems(words))
    if not wanted:
        return []
    stemmed = [set(stems(criterion.statement)) for criterion in criteria]
    seen = Counter(stem for statement in stemmed for stem in statement)
    scores = [
        sum(1 + log(len(criteria) / seen[stem]) for stem in statement & wanted) / (2 + len(statement)) ** 0.5
        for statement in stemmed
    ]
    order = sorted(range(len(criteria)), key=lambda at: (-scores[at], at))
    return [criteria[at] for at in order[:MOST_SUGGESTIONS] if scores[at] > least]


def matching(words: str, criteria: Iterable[C]) -> list[C]:
    """The criteria whose code or statement holds every one of these words."""
    wanted = words.casefold().split()
    return [
        criterion
        for criterion in criteria
        if all(word in f"{criterion.code} {criterion.statement}".casefold() for word in wanted)
    ]


def stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.casefold()) if word not in _COMMON]


def _stem(word: str) -> str:
    """The word without its commonest endings: `restored`, `restoring` and `restore` are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
