"""Steps of a monthly service report: those that are possible, and those that a guard refuses."""

from datetime import date, timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import ME, OTHER, TODAY, Asked

DAY = timedelta(days=1)
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
SUMMARY = "A quiet month, in which most of what was logged was about printing."
OPEN, DONE = {"what": "Print the list.", "done_on": None}, {"what": "Print the list.", "done_on": "2026-09-01"}
REPORT = {"author_id": OTHER, "month_on": AUGUST, "summary": SUMMARY, "meeting": {"actions": [DONE, OPEN]}}
MINE = REPORT | {"author_id": ME}
ALL_DONE = REPORT | {"meeting": {"actions": [DONE]}}
UNCHANGED = {"values": {"incidents_logged": 40}, "before": {"incidents_logged": 40}}
CHANGED = UNCHANGED | {"before": {"incidents_logged": 20}}

step = partial(Asked, values=REPORT, facts={"figures": UNCHANGED})

KIND = "report"

POSSIBLE = (
    step("prepare", START),
    step("write", "draft"),
    step("issue", "draft"),
    step(
        "issue",
        "draft",
        values=REPORT | {"comment_logged": "The new printers came, and with them the questions."},
        facts={"figures": CHANGED},
    ),
    step("return", "issued"),
    step("sign_off", "issued"),
    step("send", "signed_off", given={"recipients": [ME, OTHER]}),
    step("send", "reviewed", given={"recipients": [ME, OTHER]}),
    step("record_meeting", "sent", given={"held_on": TODAY}),
    step("add_action", "reviewed", given={"due_on": TODAY}),
    step("finish_action", "reviewed", given={"number": 2}),
    step("cancel", "draft"),
)
REFUSED = (
    (step("issue", "draft", values=REPORT | {"month_on": SEPTEMBER}), "The month is not over yet."),
    (step("issue", "draft", values=REPORT | {"summary": "A quiet month."}), "Sum the month up in your own words"),
    (step("issue", "draft", facts={"figures": CHANGED}), "why it changed: Incidents and problems logged."),
    (step("return", "issued", values=MINE), "Whoever prepared a report does not sign it off."),
    (step("sign_off", "issued", values=MINE), "Whoever prepared a report does not sign it off."),
    (step("send", "signed_off", given={"recipients": [ME]}), "Send it to somebody besides yourself."),
    (step("send", "sent", given={"recipients": [ME]}), "Send it to somebody besides yourself."),
    (step("record_meeting", "sent", given={"held_on": TODAY + DAY}), "Record the meeting when it has taken place."),
    (step("add_action", "reviewed", given={"due_on": TODAY - DAY}), "Choose a day that is still to come."),
    (step("finish_action", "reviewed", values=ALL_DONE), "No action is open."),
    (step("finish_action", "reviewed", given={"number": 1}), "Action 1 is done already."),
    (step("finish_action", "reviewed", given={"number": 3}), "There is no action 3; there are 2."),
)
