import pytest

from itsm_sandbox.rules.priority import (
    DEFAULT_MATRIX,
    DEFAULT_TARGETS,
    LEVELS,
    PRIORITIES,
    UnknownLevel,
    matrix_faults,
    priority,
    rank,
)


def test_the_matrix_as_delivered() -> None:
    rows = [" ".join(priority(DEFAULT_MATRIX, impact, urgency) for urgency in LEVELS) for impact in LEVELS]
    assert rows == ["P1 P2 P3", "P2 P3 P4", "P3 P4 P5"]
    assert matrix_faults(DEFAULT_MATRIX) == {}


def test_an_edited_matrix_decides() -> None:
    assert priority({**DEFAULT_MATRIX, ("low", "high"): "P2"}, "low", "high") == "P2"


def test_an_unknown_level_is_named() -> None:
    with pytest.raises(UnknownLevel, match="“huge”"):
        priority(DEFAULT_MATRIX, "huge", "high")


def test_a_matrix_with_a_hole_a_wrong_word_or_a_stray_cell_says_where() -> None:
    edited = {**DEFAULT_MATRIX, ("low", "low"): "P9", ("huge", "low"): "P1"}
    del edited["high", "high"]
    assert matrix_faults(edited).keys() == {("low", "low"), ("huge", "low"), ("high", "high")}


def test_less_urgent_priorities_have_longer_targets_and_a_fix_takes_no_less_than_a_response() -> None:
    assert DEFAULT_TARGETS["P1"] == (30, 240)
    assert DEFAULT_TARGETS["P5"] == (960, 4800)
    targets = [DEFAULT_TARGETS[name] for name in PRIORITIES]
    assert targets == sorted(targets)
    assert all(response <= fix for response, fix in targets)


def test_a_major_ticket_comes_before_every_other_and_an_untriaged_one_last() -> None:
    ranks = [rank("P3", major=True), *(rank(name, major=False) for name in PRIORITIES), rank(None, major=False)]
    assert ranks == sorted(set(ranks))
