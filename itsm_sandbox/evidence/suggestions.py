"""Which work in the workplace can serve which requirement of the occupation profile, and what to claim for a piece."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from itsm_sandbox.engine.record_checks import Fact


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of artefact, and the events of one's own that make it serve.

    `kind` and `later` may name what a workplace does not have yet. `needs` are facts that must hold too.
    """

    kind: str
    events: tuple[str, ...]
    later: tuple[str, ...]
    fields: tuple[str, ...]
    needs: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Requirement:
    code: str
    task: str
    sources: tuple[Source, ...]
    facts: tuple[str, ...]  # what a machine can see of it
    needs_people: bool  # part of it cannot be shown with simulated colleagues

    @property
    def unit(self) -> str:
        return self.code.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`events` are those of one's own that make it serve."""

    code: str
    why: str
    events: frozenset[str] = frozenset()


def _read() -> tuple[Requirement, ...]:
    text = (resources.files("itsm_sandbox.evidence") / "evidence_map.json").read_text(encoding="utf-8")
    return tuple(
        Requirement(
            row["code"],
            row["task"],
            tuple(
                Source(
                    source["kind"],
                    tuple(source["events"]),
                    tuple(source.get("later", ())),
                    tuple(source["fields"]),
                    tuple(source.get("needs", ())),
                    source["why"],
                )
                for source in row["artefacts"]
            ),
            tuple(row["facts"]),
            row["needs_people"],
        )
        for row in json.loads(text)["requirements"]
    )


REQUIREMENTS: Sequence[Requirement] = _read()

UNITS: Mapping[str, str] = {
    "SR": "Responding to service requests",
    "SP": "Support procedures",
    "AM": "Assets",
    "AS": "Automation scripts",
    "RM": "Service reports",
    "PM": "Projects and changes",
}


def suggest(
    kind: str, events_by_me: Collection[str], facts: Sequence[Fact], known_codes: Collection[str]
) -> list[Suggestion]:
    """The requirements of one's programme that this piece of work can serve, each with the reason why."""
    true = {fact.name for fact in facts if fact.holds}
    found = []
    for requirement in REQUIREMENTS:
        serving = next((source for source in requirement.sources if _serves(source, kind, events_by_me, true)), None)
        if serving and requirement.code in known_codes:
            people = " Part of this needs people as well." if requirement.needs_people else ""
            events = frozenset(serving.events) & frozenset(events_by_me)
            found.append(Suggestion(requirement.code, serving.why + people, events))
    return found


def _serves(source: Source, kind: str, events_by_me: Collection[str], true: Collection[str]) -> bool:
    return source.kind == kind and not set(source.events).isdisjoint(events_by_me) and set(source.needs) <= set(true)


def in_own_words(why: str) -> str:
    """A sentence said to the apprentice as the apprentice would say it: "You resolved it" becomes "I resolved it"."""
    return f"I {why.removeprefix('You ')}" if why.startswith("You ") else why
