"""Which events of an article say that a version was kept, also of one that was written before there were any."""

from typing import Any

import pytest

from itsm_sandbox.knowledge.articles.frozen import FROZEN_TABLES
from tests.unit.itsm_sandbox.engine.moments import AT, moment

(VERSIONS,) = FROZEN_TABLES
TEXT: dict[str, Any] = {"title": "Reset a password", "type": "faq", "audience": "staff", "body": "1. Ask who it is."}
COLUMNS: dict[str, Any] = {**TEXT, "service_id": None, "category": "", "change_note": "New.", "author_id": 3}


def keeps(event: str, number: int, *, kept: int = 0) -> list[Any]:
    earlier = [{"number": kept}] if kept else []
    return [dict(row) for row in VERSIONS.rows[event](moment({**COLUMNS, "version_number": number}, earlier=earlier))]


@pytest.mark.parametrize("event", ["write", "follow", "publish_version"])
def test_a_version_keeps_what_was_published_and_what_is_new_in_it(event: str) -> None:
    (row,) = keeps(event, 2, kept=1)
    assert (row["number"], row["change_note"], row["published_at"], row["published_by_id"]) == (2, "New.", AT, 3)
    assert row["content"] == {**TEXT, "service_id": None, "category": ""}


def test_what_was_written_before_versions_were_kept_is_kept_when_another_is_begun() -> None:
    assert keeps("write", 0) == []
    for event in ("revise", "plan_version"):
        assert [row["number"] for row in keeps(event, 1)] == [1]
        assert keeps(event, 1, kept=1) == []
