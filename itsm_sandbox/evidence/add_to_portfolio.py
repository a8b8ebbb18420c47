"""Taking an artefact into one's portfolio: frozen with its events, as data and on paper, and handed in as a draft."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Membership
from accounts.permissions import require
from core import clock
from core.db import transaction
from core.errors import DomainError, FieldErrors, StaleWrite
from core.ledger.canonical import canonical_bytes
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.logged_events import LoggedEvent, help_in, verbs_of
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_visit, sim_now
from itsm_sandbox.engine.record_checks import facts_shown
from itsm_sandbox.engine.registry import get_type, hides_from_users, type_of
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.evidence.models import Snapshot
from itsm_sandbox.evidence.paper.paper import pdf_of
from itsm_sandbox.evidence.queries import (
    count_snapshots,
    find_snapshot,
    list_logged_events,
    list_related,
    list_words,
    tables_of,
)
from itsm_sandbox.evidence.snapshot import Freezing, Subject, content_of
from itsm_sandbox.evidence.suggestions import Suggestion, in_own_words, suggest
from itsm_sandbox.permissions import POLICY, Visit
from portfolio import intake

TITLE_LENGTH = 200
MOST_NAMED = 12  # events in a locator


class NotYours(DomainError):
    """It cannot become this person's evidence. The sentence says what would make it possible."""

    title = "This cannot go into your portfolio"


class MovedOn(StaleWrite):
    """Something happened to it after its owner looked at what would be frozen."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be frozen now, and what it could be claimed for. `evidence_id`: it was taken before as it still is."""

    artefact: Artefact
    content: dict[str, Any]
    suggestions: Sequence[Suggestion]
    statements: Mapping[str, str]  # of the criteria in the person's programme, by code
    refusal: str | None
    evidence_id: int | None

    @property
    def title(self) -> str:
        return f"{self.artefact.ref}: {self.content['artefact']['title']}"[:TITLE_LENGTH]

    @property
    def mine(self) -> list[dict[str, Any]]:
        return [event for event in self.content["events"] if event["is_mine"]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What its owner wants said of it. `revision` is that of the artefact they looked at."""

    title: str
    codes: Sequence[str]
    account: str = ""
    revision: int | None = None


def propose_evidence(visit: Visit, kind: str, number: int, *, by: Membership) -> Proposal:
    """Freeze it in thought: nothing is kept."""
    workplace_id = visit.workplace.id
    require(POLICY, "work_in_workplace", by, visit)
    colleague = visit.colleague
    assert colleague  # whoever may work there has a seat
    artefact = get_artefact(workplace_id, kind, number, visitor=colleague)
    events = list_logged_events(artefact)
    known = intake.known_criteria(by)
    made = get_type(kind)
    facts = facts_shown(made.record_checks, artefact.values(), events)
    facts += [check(workplace_id, colleague.id) for check in made.practice_checks]
    return Proposal(
        artefact,
        content_of(
            _subject(artefact, events),
            events,
            facts,
            _related(artefact, colleague),
            _freezing(visit, colleague, events),
        ),
        suggest(kind, verbs_of(events, colleague.id), facts, known),
        known,
        _refusal(artefact, events, colleague, is_enrolled=bool(known)),
        _added_before(artefact, colleague),
    )


def add_to_portfolio(workplace_id: int, kind: str, number: int, choice: Choice, *, by: Membership) -> int:
    """Freeze it and hand it in as a draft of the person's own; return the evidence's id.

    The same artefact with nothing done to it since is the same evidence, unless that was withdrawn.
    """
    proposal = propose_evidence(get_visit(workplace_id, by), kind, number, by=by)
    if proposal.refusal:
        raise NotYours(proposal.refusal)
    _check(proposal, choice)
    revision = proposal.artefact.revision
    data = canonical_bytes(proposal.content)
    sha256 = hashlib.sha256(data).hexdigest()
    paper = pdf_of(proposal.content, sha256)
    with transaction() as session:
        workplace = lock_workplace(workplace_id)
        visit = get_visit(workplace_id, by)
        require(POLICY, "work_in_workplace", by, visit)
        colleague = visit.colleague
        assert colleague  # whoever may work there has a seat
        artefact = get_artefact(workplace_id, kind, number, visitor=colleague)
        if artefact.revision != revision:
            raise MovedOn(f"Something happened to {artefact.ref} just now. Look at it again before you add it.")
        taken = _added_before(artefact, colleague)
        if taken is not None:
            return taken
        evidence_id = intake.receive(_draft(proposal, choice, data, paper, _source(artefact, colleague)), by=by)
        session.add(
            Snapshot(
                workplace_id=workplace.id,
                subject_kind=kind,
                subject_id=artefact.id,
                first_seq=proposal.content["log"]["first"],
                last_seq=revision,
                last_hash=proposal.content["log"]["hash"],
                sha256=sha256,
                colleague_id=colleague.id,
                evidence_id=evidence_id,
                taken_at=clock.now(),
            )
        )
        return evidence_id


def _subject(artefact: Artefact, events: Sequence[LoggedEvent]) -> Subject:
    kind = type_of(artefact)
    values = {name: value for name, value in artefact.values().items() if name not in kind.secret_columns}
    tables = tables_of(kind)
    return Subject(kind, artefact.ref, values, tables, list_words(tables, values, events))


def _related(artefact: Artefact, colleague: Colleague) -> list[str]:
    """What points to it, for those who have a part in running ICT; restricted spending for the ICT owner alone."""
    if hides_from_users(artefact, colleague):
        return []
    return list_related(artefact, with_restricted=WorkRole.ICT_OWNER in colleague.roles)


def _freezing(visit: Visit, colleague: Colleague, events: Sequence[LoggedEvent]) -> Freezing:
    workplace = visit.workplace
    mode = workplace.clock_mode
    speed = f", {workplace.clock_rate} times as fast as ours" if mode == "accelerated" else ""
    return Freezing(
        workplace=workplace.name,
        person=colleague.name,
        colleague_id=colleague.id,
        at=sim_now(workplace),
        recorded_at=clock.now(),
        clock=f"{mode.label}{speed}",
        help=help_in(events, colleague.id),
    )


def _refusal(
    artefact: Artefact, events: Sequence[LoggedEvent], colleague: Colleague, *, is_enrolled: bool
) -> str | None:
    if not is_enrolled:
        return (
            "You are not on a programme here, so there is no portfolio to add to. Your training provider can enrol you."
        )
    if colleague.roles <= {WorkRole.USER}:
        return f"Only those who work on {artefact.ref} can take it into their portfolio; you are its user."
    if not verbs_of(events, colleague.id):
        return f"You have not done anything to {artefact.ref} yet. Once you have, you can add what you did."
    return None


def _added_before(artefact: Artefact, colleague: Colleague) -> int | None:
    snapshot = find_snapshot(artefact, colleague.id)
    return None if snapshot is None or intake.is_gone(snapshot.evidence_id) else snapshot.evidence_id


def _check(proposal: Proposal, choice: Choice) -> None:
    offered = {suggestion.code for suggestion in proposal.suggestions}
    faults = {}
    if not choice.title.strip():
        faults["title"] = "Give this evidence a title."
    elif len(choice.title) > TITLE_LENGTH:
        faults["title"] = f"Write at most {TITLE_LENGTH} characters; there are {len(choice.title)}."
    if not set(choice.codes) <= offered:
        faults["codes"] = "Choose from the criteria in the list. You can add others to the draft."
    if faults:
        raise FieldErrors(faults)
    if choice.revision is not None and choice.revision != proposal.artefact.revision:
        ref = proposal.artefact.ref
        raise MovedOn(f"Something happened to {ref} since you opened this page. Look at it again before you add it.")


def _draft(proposal: Proposal, choice: Choice, data: bytes, paper: bytes, source: str) -> intake.EvidenceDraft:
    ref, mine = proposal.artefact.ref, proposal.mine
    suggested = {suggestion.code: suggestion for suggestion in proposal.suggestions}
    last = max(event["recorded_at"] for event in mine)
    helped = proposal.content["assistance"]["value"]
    return intake.EvidenceDraft(
        title=choice.title.strip(),
        origin=intake.Origin(proposal.content["origin"]),
        assistance=intake.Assistance(helped) if helped in set(intake.Assistance) else None,
        account=choice.account.strip(),
        done_on=datetime.fromisoformat(last).astimezone(clock.LONDON).date(),
        claims=[
            intake.DraftClaim(code, f"{ref}.pdf, {_where(suggested[code], mine)}", in_own_words(suggested[code].why))
            for code in choice.codes
        ],
        files=[intake.DraftFile(f"{ref}.pdf", paper), intake.DraftFile(f"{ref}.json", data)],
        source=source,
    )


def _where(suggestion: Suggestion, mine: Sequence[Mapping[str, Any]]) -> str:
    """By the numbers that the paper has: "event 3", or "events 3, 5"."""
    numbers = [str(event["number"]) for event in mine if event["event"] in suggestion.events][:MOST_NAMED]
    return f"{'event' if len(numbers) == 1 else 'events'} {', '.join(numbers)}"


def _source(artefact: Artefact, colleague: Colleague) -> str:
    """Names this freezing once for ever; what was withdrawn may be taken again."""
    times = count_snapshots(artefact, colleague.id)
    return f"workplace {artefact.kind} {artefact.id} at {artefact.revision} by {colleague.id}, {times}"
