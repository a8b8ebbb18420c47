"""Opening hours that tests of calendars and clocks share."""

from itsm_sandbox.engine.calendar import MINUTES_IN_DAY, Week

ALWAYS_OPEN: Week = (((0, MINUTES_IN_DAY),),) * 7
