from itsm_sandbox.engine.priority import DEFAULT_MATRIX, DEFAULT_TARGETS, LEVELS, PRIORITIES, matrix_faults


def test_the_matrix_as_delivered() -> None:
    rows = [" ".join(DEFAULT_MATRIX[impact, urgency] for urgency in LEVELS) for impact in LEVELS]
    assert rows == ["P1 P2 P3", "P2 P3 P4", "P3 P4 P5"]
    assert matrix_faults(DEFAULT_MATRIX) == {}


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
