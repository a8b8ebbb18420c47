"""Steps of a service review meeting: those that are possible, and those that a guard refuses."""

from datetime import timedelta
from functools import partial

from itsm_sandbox.engine.machine import START
from tests.support.steps import ME, NOW, OTHER, THIRD, TODAY, Asked

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OPEN, DONE = {"what": "Print the list.", "done_on": None}, {"what": "Print the list.", "done_on": "2026-09-01"}
HELD = {
    "begins_at": NOW,
    "author_id": OTHER,
    "presenter_id": THIRD,
    "attended": [{"id": ME}, {"id": OTHER}, {"id": THIRD}],
    "confirmations": [{"id": OTHER}],
    "actions": [DONE, DONE],
}
ONE_OPEN = HELD | {"actions": [DONE, OPEN]}
AHEAD = {"begins_at": NOW + MINUTE, "presenter_id": THIRD, "invited_ids": [THIRD, OTHER]}

step = partial(Asked, values=HELD)

KIND = "meeting"

POSSIBLE = (
    step("plan", START, given=AHEAD),
    step("change_plan", "planned", given=AHEAD),
    step("hold", "planned", given={"attended_ids": [THIRD, OTHER]}),
    step("confirm_attendance", "held"),
    step("add_action", "held", given={"due_on": TODAY}),
    step("finish_action", "held", given={"number": 2}, values=ONE_OPEN),
    step("close", "held"),
    step("cancel", "planned"),
)
REFUSED = (
    *(
        (step(event, state, given=AHEAD | amiss), sentence)
        for event, state in (("plan", START), ("change_plan", "planned"))
        for amiss, sentence in (
            ({"begins_at": NOW}, "Choose a time that is still to come."),
            ({"invited_ids": [THIRD]}, "Invite somebody besides the one who presents."),
        )
    ),
    (step("hold", "planned", values=HELD | {"begins_at": NOW + MINUTE}), "Record it once it has taken place."),
    (step("hold", "planned", given={"attended_ids": [ME, OTHER]}), "Whoever presents was there."),
    (step("hold", "planned", given={"attended_ids": [THIRD]}), "at least two people."),
    (step("confirm_attendance", "held", values=HELD | {"attended": [{"id": OTHER}]}), "Only somebody who was at the"),
    (step("confirm_attendance", "held", values=HELD | {"presenter_id": ME}), "Whoever presented does not confirm it."),
    (step("confirm_attendance", "held", values=HELD | {"author_id": ME}), "Whoever wrote the minutes does not"),
    (
        step("confirm_attendance", "held", values=HELD | {"confirmations": [{"id": ME}]}),
        "You have confirmed it already.",
    ),
    (step("add_action", "held", given={"due_on": TODAY - DAY}), "Choose a day that is still to come."),
    (step("finish_action", "held", given={"number": None}), "No action is open."),
    (step("finish_action", "held", given={"number": 1}, values=ONE_OPEN), "Action 1 is done already."),
    (step("finish_action", "held", given={"number": 3}, values=ONE_OPEN), "There is no action 3; there are 2."),
    (
        step("close", "held", values=HELD | {"confirmations": []}),
        "Somebody else who was there has to confirm it",
    ),
    (step("close", "held", values=ONE_OPEN), "Action 2 is still open."),
    (step("close", "held", values=HELD | {"actions": [OPEN, OPEN]}), "Actions 1, 2 are still open."),
)
