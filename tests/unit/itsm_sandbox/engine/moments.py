"""Moments of a log as frozen tables are asked about them, without a log."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from itsm_sandbox.engine.frozen_tables import Moment, Row
from itsm_sandbox.engine.models import WorkEvent

AT = datetime(2026, 9, 7, 8, tzinfo=UTC)


def moment(
    columns: Mapping[str, Any] | None = None,
    *,
    given: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    earlier: Sequence[Row] = (),
) -> Moment:
    """Done by colleague 3 at nine on a Monday; `earlier` rows stand in whatever table is asked for."""
    event = WorkEvent(seq=9, at=AT, actor_id=3, data={"given": given or {}, "changes": changes or {}, "shown": {}})
    return Moment(
        event=event,
        columns=columns or {},
        words={},
        people={},
        earlier=lambda _model: earlier,
        other=lambda _kind, _row_id: {},
    )
