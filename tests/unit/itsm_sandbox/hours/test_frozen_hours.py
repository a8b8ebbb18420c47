"""What the first event of a workplace says of its opening hours, and what it said when it did not tell them yet."""

from itsm_sandbox.engine.frozen_tables import UNTOLD
from itsm_sandbox.workplace.hours.frozen import FROZEN_HOURS
from tests.unit.itsm_sandbox.engine.moments import moment

HOURS = {"from_on": "2026-09-07", "week": [[[480, 1020]]] * 5 + [[], []], "subdivision": "SCT", "closures": []}


def test_the_first_hours_are_those_that_the_workplace_was_opened_with() -> None:
    (row,) = FROZEN_HOURS.rows["opened"](moment(given={"hours": HOURS}))
    assert row == {"number": 1, **HOURS, "made_by_id": None}


def test_a_log_from_before_it_told_the_first_hours_still_says_that_there_are_some() -> None:
    (row,) = FROZEN_HOURS.rows["opened"](moment(given={"name": "Glenbrae Academy"}))
    assert row == {"number": 1, **dict.fromkeys(HOURS, UNTOLD), "made_by_id": None}
