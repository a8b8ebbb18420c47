"""What may be saved of a draft, and what is shown when two windows changed it."""

import pytest

from portfolio.evidence.rules.differences import field_differences, row_difference
from portfolio.evidence.rules.drafts import with_sentences, wrong_with_changes
from portfolio.programmes.rules import Declarations
from portfolio.vocabulary import EvidenceKind, Origin

NOW = Declarations(2, "It is my own work.", "I saw it.", {"none": "I used no AI."})
AGREED = {"is_authentic": True, "ai_use": "none"}


@pytest.mark.parametrize("read", [None, 2])
def test_what_is_agreed_to_is_saved_with_its_sentence(read: int | None) -> None:
    assert with_sentences(AGREED, NOW, read=read, is_record=False) == {
        **AGREED,
        "declared": "It is my own work.",
        "ai_declared": "I used no AI.",
    }


def test_whoever_read_another_edition_agreed_to_nothing() -> None:
    changes = with_sentences(AGREED, NOW, read=1, is_record=False)
    assert changes == {"is_authentic": False, "ai_use": "", "declared": None, "ai_declared": None}


def test_a_record_has_the_sentence_of_records_and_none_about_ai() -> None:
    changes = with_sentences(AGREED, NOW, read=2, is_record=True)
    assert changes == {"is_authentic": True, "ai_use": "", "declared": "I saw it.", "ai_declared": None}


def test_changes_that_declare_nothing_stay_as_they_are() -> None:
    assert with_sentences({"title": "Restoring"}, NOW, read=1, is_record=False) == {"title": "Restoring"}


ARTEFACT, FILES = EvidenceKind.SANDBOX_ARTEFACT, EvidenceKind.FILES


@pytest.mark.parametrize(
    ("changes", "kind", "origin", "is_record", "field"),
    [
        ({"kind": FILES}, ARTEFACT, Origin.SIMULATED, False, "kind"),
        ({"kind": ARTEFACT}, FILES, Origin.LIVE, False, "kind"),
        ({"origin": Origin.LIVE}, ARTEFACT, Origin.SIMULATED, False, "origin"),
        ({"origin": Origin.SIMULATED}, ARTEFACT, Origin.LIVE, False, "origin"),
        ({"kind": FILES}, EvidenceKind.OBSERVATION, None, True, "kind"),
    ],
)
def test_what_came_from_elsewhere_says_so_for_ever(
    changes: dict[str, object], kind: EvidenceKind, origin: Origin | None, *, is_record: bool, field: str
) -> None:
    assert set(wrong_with_changes(changes, kind=kind, origin=origin, is_record=is_record)) == {field}


@pytest.mark.parametrize(
    ("changes", "kind", "origin", "is_record"),
    [
        ({"kind": EvidenceKind.ACCOUNT, "origin": Origin.PRIOR}, FILES, Origin.LIVE, False),
        ({"origin": Origin.SIMULATED}, ARTEFACT, None, False),
        ({"title": "Restoring"}, ARTEFACT, Origin.SIMULATED, False),
        ({"kind": EvidenceKind.DISCUSSION}, EvidenceKind.OBSERVATION, None, True),
    ],
)
def test_everything_else_may_change(
    changes: dict[str, object], kind: EvidenceKind, origin: Origin | None, *, is_record: bool
) -> None:
    assert wrong_with_changes(changes, kind=kind, origin=origin, is_record=is_record) == {}


def test_only_fields_that_differ_are_shown_each_in_words() -> None:
    labels = {"title": "Title", "kind": "Kind", "is_authentic": "Own work", "link": "Link"}
    typed = {"title": "Restoring", "kind": FILES, "is_authentic": True, "link": "", "account": "Left out"}
    saved = {"title": "Restoring", "kind": EvidenceKind.ACCOUNT, "is_authentic": False, "link": "https://a.example"}
    assert field_differences(labels, typed, saved) == [
        ("Kind", "Files from work", "Written account"),
        ("Own work", "Yes", "No"),
        ("Link", "Nothing", "https://a.example"),
    ]


def test_rows_that_are_not_alike_are_named_by_their_code() -> None:
    typed, saved = {1: ("page 2", "It lists them"), 2: ("", "")}, {1: ("page 3", ""), 2: ("", "")}
    codes = {1: "PM1", 2: "PM2"}
    assert row_difference("Shows", typed, saved, codes) == [("Shows", "PM1 (page 2, It lists them)", "PM1 (page 3)")]
    assert row_difference("Shows", typed, {}, {}) == [("Shows", "1 (page 2, It lists them); 2", "Nothing")]
    assert row_difference("Shows", saved, saved, codes) == []
