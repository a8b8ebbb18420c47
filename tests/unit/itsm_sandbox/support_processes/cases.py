"""What is possible with a support process; it has no guards."""

from itsm_sandbox.engine.machine import START
from tests.support.steps import Asked

KIND = "support_process"
POSSIBLE = (Asked("record", START), Asked("revise", "recorded"), Asked("retire", "recorded"))
REFUSED: tuple[tuple[Asked, str], ...] = ()
