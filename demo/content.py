"""Reads the demo's people and their work from its data files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

Moment = tuple[int, str]  # day of the demo's calendar, time of day

_DATA = resources.files("demo") / "data"


@dataclass(frozen=True)
class Member:
    """A person in a role. Two members with one e-mail address are one person with two roles."""

    key: str
    name: str
    email: str
    role: str
    employer: str = ""
    standing: str = ""
    joined: int = -3
    label: str = ""  # beside the address on the sign-in page; only those with one are shown there


@dataclass(frozen=True)
class ProgrammeText:
    key: str
    title: str
    framework: str
    optional_minimum: int = 0
    levels: Mapping[str, str] = field(default_factory=dict)  # by unit; empty where the framework has none


@dataclass(frozen=True)
class CentreText:
    key: str
    name: str
    admin: Member
    employers: Mapping[str, str]
    people: Sequence[Member]
    programmes: Sequence[ProgrammeText]


@dataclass(frozen=True)
class ClaimText:
    code: str
    locator: str
    reason: str


@dataclass(frozen=True)
class DecisionText:
    """Answers by criterion; whatever is not named is met, without words."""

    at: Moment
    answers: Mapping[str, tuple[str, str]]
    return_in: int | None  # calendar days
    countersigned: tuple[int, str, str] | None  # day, time, by whom


@dataclass(frozen=True)
class VersionText:
    at: Moment
    account: str
    answer: str
    files: Sequence[str]
    claims: Sequence[ClaimText]
    decision: DecisionText | None


@dataclass(frozen=True)
class VoidText:
    """Who proposed that evidence is void, and who agreed, when."""

    proposed: tuple[int, str, str]
    agreed: tuple[int, str, str]
    reason: str
    words: str


@dataclass(frozen=True)
class EvidenceText:
    """A `recorded` piece is the assessor's; the apprentice confirms it at the moment `confirmed`, or not yet."""

    title: str
    kind: str
    origin: str
    done: int
    tags: Mapping[str, str]
    is_draft: bool
    opened: Moment | None
    versions: Sequence[VersionText]
    is_recorded: bool
    confirmed: Moment | None
    void: VoidText | None


@dataclass(frozen=True)
class ApprenticeText:
    apprentice: str
    programme: str
    assessor: str
    verifier: str
    line_manager: str
    enrolled: int
    weeks: int
    optional: Sequence[str]
    evidence: Sequence[EvidenceText]
    units: Sequence[Mapping[str, Any]]
    self_evaluations: Sequence[Sequence[Any]]
    feedback: Sequence[Sequence[Any]]


@cache
def _people() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads((_DATA / "people.json").read_text(encoding="utf-8"))
    return data


def password() -> str:
    """Return the one password of everybody in the demo."""
    return str(_people()["password"])


@cache
def list_centres() -> Sequence[CentreText]:
    return [
        CentreText(
            key=centre["key"],
            name=centre["name"],
            admin=Member(**centre["admin"], role="provider_admin"),
            employers=centre["employers"],
            people=[Member(**member) for member in centre["people"]],
            programmes=[ProgrammeText(**programme) for programme in centre["programmes"]],
        )
        for centre in _people()["centres"]
    ]


def list_apprentices() -> Sequence[ApprenticeText]:
    folder = _DATA / "apprentices"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return [_apprentice(json.loads((folder / name).read_text(encoding="utf-8"))) for name in names]


@cache
def read_script() -> Mapping[str, Any]:
    """Return what Aileen does in her own workplace besides its tickets, by day."""
    script: Mapping[str, Any] = json.loads((_DATA / "workplace.json").read_text(encoding="utf-8"))
    return script


def read_file(name: str) -> bytes | None:
    """Return the bytes of a file that lies in the data folder, or None when there is none of that name."""
    found = _DATA / "files" / name
    return found.read_bytes() if found.is_file() else None


def sign_ins() -> list[tuple[str, str, str]]:
    """Return what the sign-in page of a demonstration shows: role, e-mail address and password."""
    first = list_centres()[0]
    shown = [(member.label, member.email, password()) for member in first.people if member.label]
    order = ["Apprentice", "Assessor", "Line manager"]
    shown.sort(key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    shown.insert(len(order), ("Provider admin", first.admin.email, password()))
    return shown


def _apprentice(data: Mapping[str, Any]) -> ApprenticeText:
    return ApprenticeText(
        apprentice=data["apprentice"],
        programme=data["programme"],
        assessor=data["assessor"],
        verifier=data.get("verifier", ""),
        line_manager=data["line_manager"],
        enrolled=data["enrolled"],
        weeks=data["weeks"],
        optional=data.get("optional", ()),
        evidence=[_evidence(piece) for piece in data["evidence"]],
        units=data.get("units", ()),
        self_evaluations=data.get("self_evaluations", ()),
        feedback=data.get("feedback", ()),
    )


def _evidence(data: Mapping[str, Any]) -> EvidenceText:
    return EvidenceText(
        title=data["title"],
        kind=data["kind"],
        origin=data.get("origin", "live"),
        done=data["done"],
        tags=data.get("tags", {}),
        is_draft=data.get("draft", False),
        opened=tuple(data["opened"]) if "opened" in data else None,
        versions=[_version(version) for version in (data, data.get("next")) if version],
        is_recorded=data.get("recorded", False),
        confirmed=tuple(data["confirmed"]) if "confirmed" in data else None,
        void=_void(data["void"]) if "void" in data else None,
    )


def _void(data: Mapping[str, Any]) -> VoidText:
    return VoidText(tuple(data["proposed"]), tuple(data["agreed"]), data["reason"], data["words"])


def _version(data: Mapping[str, Any]) -> VersionText:
    claims = [
        ClaimText(code, locator, reason)
        for codes, locator, reason in data["claims"]
        for code in ([codes] if isinstance(codes, str) else codes)
    ]
    return VersionText(
        at=(data["day"], data["time"]),
        account=data["account"],
        answer=data.get("answer", ""),
        files=data.get("files", ()),
        claims=claims,
        decision=_decision(data["judged"]) if "judged" in data else None,
    )


def _decision(data: Mapping[str, Any]) -> DecisionText:
    return DecisionText(
        at=(data["day"], data["time"]),
        answers={code: (outcome, words) for code, (outcome, words) in data["answers"].items()},
        return_in=data.get("return_in"),
        countersigned=tuple(data["countersigned"]) if "countersigned" in data else None,
    )
