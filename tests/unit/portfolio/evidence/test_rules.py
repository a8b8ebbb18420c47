from dataclasses import dataclass, replace
from datetime import date

import pytest

from portfolio.evidence.rules.manifest import Manifest, ManifestClaim, ManifestFile, content_hash
from portfolio.evidence.rules.states import MOVES, EvidenceCannotMove, EvidenceEvent, next_state
from portfolio.evidence.rules.submission import DraftFacts, missing, propose_title
from portfolio.evidence.rules.suggestions import matching, suggest
from portfolio.vocabulary import EvidenceKind, EvidenceState, Origin

TODAY = date(2026, 11, 22)
READY = DraftFacts(
    title="Restoring a mailbox",
    kind=EvidenceKind.FILES,
    origin=Origin.LIVE,
    done_on=TODAY,
    files=1,
    account="",
    link="",
    work_location="",
    claims=1,
    is_authentic=True,
    ai_use="none",
)


def needed(**changes: object) -> dict[str, str]:
    return missing(replace(READY, **changes), today=TODAY, ai_choices=["none"])  # type: ignore[arg-type]


def test_a_whole_draft_lacks_nothing() -> None:
    assert needed() == {}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("files", {"files": 0}),
        ("files", {"kind": EvidenceKind.ACCOUNT, "files": 0, "link": "https://example.org"}),
        ("files", {"kind": EvidenceKind.WORK_PRODUCT}),
        ("origin", {"origin": None}),
        ("done_on", {"done_on": None}),
        ("done_on", {"done_on": date(2026, 11, 23)}),
        ("criteria", {"claims": 0}),
        ("is_authentic", {"is_authentic": False}),
        ("ai_use", {"ai_use": ""}),
        ("ai_use", {"ai_use": "something else"}),
    ],
)
def test_each_thing_that_is_missing_is_named_beside_its_field(field: str, changes: dict[str, object]) -> None:
    assert list(needed(**changes)) == [field]
    assert needed(**changes)[field].endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        {"files": 0, "account": "What I did"},
        {"files": 0, "link": "https://example.org"},
        {"kind": EvidenceKind.REFLECTION, "files": 0, "account": "What I learnt"},
        {"kind": EvidenceKind.WORK_PRODUCT, "files": 0, "work_location": "Server room"},
        {"kind": EvidenceKind.DISCUSSION, "files": 1},
    ],
)
def test_each_kind_has_its_own_content(changes: dict[str, object]) -> None:
    assert needed(**changes) == {}


def test_a_record_is_declared_by_whoever_saw_it_and_asks_nothing_about_ai() -> None:
    record = {"is_record": True, "kind": EvidenceKind.OBSERVATION, "ai_use": ""}
    assert needed(**record) == {}
    assert needed(**record, is_authentic=False) == {"is_authentic": "Confirm that you saw or heard this yourself."}
    assert list(needed(**{**record, "kind": EvidenceKind.FILES})) == ["kind"]


@pytest.mark.parametrize("state", EvidenceState)
@pytest.mark.parametrize("event", EvidenceEvent)
def test_every_event_moves_on_or_says_why_not(state: EvidenceState, event: EvidenceEvent) -> None:
    if (state, event) in MOVES:
        assert next_state(state, event) is MOVES[state, event]
    else:
        with pytest.raises(EvidenceCannotMove, match=r"^This cannot .*, because .*\.$"):
            next_state(state, event)


def test_nothing_leaves_withdrawn_or_assessed() -> None:
    ends = (EvidenceState.WITHDRAWN, EvidenceState.ASSESSED, EvidenceState.VOID)
    assert {event for state, event in MOVES if state in ends} <= {EvidenceEvent.VOID}


def test_everything_can_be_made_void_once() -> None:
    assert [state for state in EvidenceState if (state, EvidenceEvent.VOID) not in MOVES] == [EvidenceState.VOID]


MANIFEST = Manifest(
    number=1,
    title="Restoring a mailbox",
    kind="files",
    origin="live",
    assistance=None,
    done_on=TODAY,
    account="",
    link="",
    work_location="",
    answer="",
    is_authentic=True,
    ai_use="none",
    claims=[ManifestClaim("nos@1:P1", "p. 1", "why"), ManifestClaim("nos@1:P2", "", "")],
    files=[ManifestFile("ab" * 32, 12, "a.png", "image/png")],
    meta_skills=[("meta-skills@1:Feeling", "I listened")],
)
SALT = bytes(32)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Other"},
        {"done_on": date(2026, 11, 1)},
        {"account": "More"},
        {"claims": MANIFEST.claims[:1]},
        {"files": [ManifestFile("cd" * 32, 12, "a.png", "image/png")]},
        {"files": [ManifestFile("ab" * 32, 12, "b.png", "image/png")]},
        {"meta_skills": []},
        {"assistance": "solo"},
    ],
)
def test_any_change_changes_the_hash(changed: dict[str, object]) -> None:
    assert content_hash(replace(MANIFEST, **changed), SALT) != content_hash(MANIFEST, SALT)  # type: ignore[arg-type]


def test_the_hash_depends_on_the_salt_and_not_on_the_order_of_claims() -> None:
    turned = replace(MANIFEST, claims=list(reversed(MANIFEST.claims)))

    assert content_hash(turned, SALT) == content_hash(MANIFEST, SALT)
    assert content_hash(MANIFEST, bytes([1] * 32)) != content_hash(MANIFEST, SALT)


@dataclass(frozen=True)
class Statement:
    code: str
    statement: str


CRITERIA = [
    Statement("SR1", "Restore services after a disruption and confirm with the customer"),
    Statement("SR2", "Record the service request with its priority"),
    Statement("AM1", "Keep the asset register complete"),
]


def test_words_find_the_statements_that_share_them_in_any_form() -> None:
    assert suggest("I restored the service for a customer", CRITERIA)[0].code == "SR1"
    assert [row.code for row in suggest("Registering assets", CRITERIA)] == ["AM1"]
    assert suggest("", CRITERIA) == suggest("the and with", CRITERIA) == []


def test_a_search_wants_every_word() -> None:
    assert [row.code for row in matching("record PRIORITY", CRITERIA)] == ["SR2"]
    assert [row.code for row in matching("am1", CRITERIA)] == ["AM1"]


@pytest.mark.parametrize(
    ("name", "title"),
    [("mailbox_restore-v2.pdf", "Mailbox restore v2"), ("IMG 1234.JPG", "IMG 1234"), ("notes", "Notes")],
)
def test_a_title_is_proposed_from_a_file(name: str, title: str) -> None:
    assert propose_title(name) == title
