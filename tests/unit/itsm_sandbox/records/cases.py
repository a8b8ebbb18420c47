"""Steps of a live record: those that are possible. No guard refuses any."""

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked

KIND = "live_record"

POSSIBLE = (
    Asked("import", START),
    Asked("note", "imported"),
    Asked("withdraw", "imported"),
)
REFUSED: tuple[tuple[Asked, str], ...] = ()
