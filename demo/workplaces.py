"""The demo's practice workplaces: one in which Aileen works alone, and one in which five take a change forward."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

from accounts.models import Membership
from core import clock
from core.db import transaction
from demo import content
from demo.calendar import Calendar
from demo.people import Cast
from demo.portfolios import Deed
from demo.stage import FIRST_DAY, SECOND_DAY, THIRD_DAY, Stage
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.services import raise_change
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries.tickets import list_open_tickets
from itsm_sandbox.desk.tickets.rules.scenarios import SCENARIOS, Scenario
from itsm_sandbox.desk.tickets.services import log_ticket
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.log import lock_workplace
from itsm_sandbox.engine.models import SupportGroup, WorkplaceKind
from itsm_sandbox.engine.perform import perform
from itsm_sandbox.engine.queries import find_colleague, list_groups, list_sites
from itsm_sandbox.engine.role_sets import RoleSet
from itsm_sandbox.generator.reporters import report
from itsm_sandbox.generator.world import build_world
from itsm_sandbox.home.open_workplace import ALONE
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass
from itsm_sandbox.workplace.opening import Plan

_FIXED = ("no_picture", "forgotten_password")
_ESCALATED = "socket_dead"
_ON_PREMISES = {"no_picture"}
_LATE = "It came in late on the day before, when nobody was at the desk."
_CONCERNED = {
    "title": "Replace the switch in the warehouse",
    "source": "problem",
    "asset_ids": [],
    "items": ["Switch in the loading bay"],
    "service_ids": [],
    "description": "The switch in the loading bay restarts twice a week by itself. One like it takes its place.",
    "reason": "Packing stops each time it restarts. A new one costs 420 pounds, which the hardware budget covers.",
    "cost_pence": 42_000,
}
_PLANNED = {
    "plan": [
        "Note down the settings of the old switch and save them",
        "Put the new switch in and load the settings",
        "Test three sockets and the packing printers with a user",
        "Bring the register up to date",
    ],
    "impact": "The warehouse has no network for half an hour after closing; nothing changes afterwards.",
    "failure_impact": "If it fails, the warehouse cannot print labels the next morning until the old switch is back.",
    "failure_likelihood": 2,
    "failure_severity": 3,
    "fallback": "Put the old switch back with its cables as photographed before, and restore its saved settings.",
    "fallback_trigger": "A socket is still dead after the settings were loaded twice.",
    "fallback_minutes": 60,
    "duration_minutes": 120,
    "test_plan": "Three sockets and both label printers are tried with somebody from packing.",
    "communication_plan": "A mail to the warehouse two days before, and a word to the service desk on the day.",
}


class Workplaces:
    """Deeds in the two workplaces, as they were done."""

    def __init__(self, cast: Cast, calendar: Calendar) -> None:
        self.cast, self.calendar = cast, calendar
        self.solo_id = 0
        self.cohort_id = 0

    def deeds(self) -> Iterator[Deed]:
        at = self.calendar.moment
        yield at(FIRST_DAY, "09:00"), self._open_solo
        for day, part in ((FIRST_DAY, "first"), (SECOND_DAY, "second"), (THIRD_DAY, "third")):
            yield at(day, "09:05"), partial(self._play, part)
        yield at(THIRD_DAY, "09:20"), self._work_alone
        yield at(64, "09:00"), self._open_cohort
        yield at(64, "10:30"), self._report_in_cohort
        yield at(64, "11:00"), self._begin_change
        yield at(65, "10:00"), self._plan_change

    def _open_solo(self) -> None:
        aileen = self.cast.acting("aileen")
        plan = Plan("Glenbrae Academy", WorkplaceKind.SCHOOL, clock.now(), seed=1873)
        self.solo_id = build_world(plan, [(aileen, ALONE)], by=aileen).id

    def _play(self, part: str) -> None:
        """What Aileen keeps besides the tickets, such as articles; then what came in since the day before."""
        self._stage.play(content.read_script()[part])
        for ticket in list_open_tickets(self.solo_id):
            scenario = SCENARIOS.get(ticket.scenario.get("code", ""))
            is_untouched = ticket.state == "new" and not ticket.subcategory and ticket.service_id
            if is_untouched and scenario and scenario.type == "incident":
                self._take_in(ticket, scenario, at_once=True)

    @cached_property
    def _stage(self) -> Stage:
        remarks = content.read_script()["remarks"]
        return Stage(self.solo_id, self.cast.acting("aileen"), self.calendar, remarks)

    def _work_alone(self) -> None:
        """Two solved and confirmed by their requesters, one handed to second-level support, more to come."""
        for code in (*_FIXED, _ESCALATED):
            with transaction():
                workplace = lock_workplace(self.solo_id)
                ticket = report(workplace, SCENARIOS[code], workplace.clock_sim_at)
            self._take_in(ticket, SCENARIOS[code])
        let_time_pass(self.solo_id, Step.HOUR, by=self.cast.acting("aileen"))

    def _take_in(self, ticket: Ticket, scenario: Scenario, *, at_once: bool = False) -> None:
        aileen = self.cast.acting("aileen")
        me = find_colleague(self.solo_id, aileen)
        assert me
        number = ticket.number

        def do(event: str, **given: Any) -> None:
            perform(self.solo_id, Ticket.kind, number, event, given, by=aileen)

        do(
            "validate_classify",
            type=scenario.type,
            subcategory=scenario.subcategory,
            service_id=ticket.service_id,
            affected_user_id=ticket.requester_id,
            identity_method="called_back",
            support_mode=scenario.mode,
            site_id=ticket.site_id,
            location=ticket.location,
        )
        desk = self._group(self.solo_id, 1)
        do("triage", impact=scenario.impact, urgency=scenario.urgency, group_id=desk.id, assigned_to_id=me.id)
        if not at_once:
            let_time_pass(self.solo_id, Step.QUARTER, by=aileen)
        contact = "visit" if scenario.code in _ON_PREMISES else "call"
        do("respond", contact=contact, text="I am with you now and having a look at it.", minutes=5)
        if not at_once:
            let_time_pass(self.solo_id, Step.QUARTER, by=aileen)
        words = {"room": ticket.location, "wing": "the building", "device": "the device"}
        if not scenario.is_for_desk:
            network = self._group(self.solo_id, 2)
            asked = "Please test the port behind it and tell me when it works again."
            do("escalate_functional", group_id=network.id, work_done=scenario.handover.format(**words), asked=asked)
            return
        do(
            "resolve",
            resolution_code=scenario.codes[0],
            resolution=scenario.fix.format(**words),
            articles_used=[],
            breach_reason=_LATE if ticket.fix_breached_at else "",
            proposal="A card with these steps beside the device would save the next call.",
            minutes=15,
        )

    def _open_cohort(self) -> None:
        """Opened by their assessor; each has a seat of their own."""
        seats: Mapping[str, RoleSet] = {
            "aileen": RoleSet.DESK,
            "callum": RoleSet.ENGINEER,
            "priya": RoleSet.OWNER,
            "jamie": RoleSet.TECHNICIAN,
            "zofia": RoleSet.FINAL_APPROVER,
        }
        plan = Plan(
            "Tay Bridge Supplies",
            WorkplaceKind.FIRM,
            clock.now(),
            seed=411,
            is_solo=False,
            clock_mode=ClockMode.REAL,
        )
        members = [(self.cast.acting(key), seat.about.roles) for key, seat in seats.items()]
        self.cohort_id = build_world(plan, members, by=self.cast.acting("fiona")).id

    def _report_in_cohort(self) -> None:
        """Zofia reports something herself, as users do."""
        zofia = self.cast.acting("zofia")
        me = find_colleague(self.cohort_id, zofia)
        assert me
        given = {
            "requester_id": me.id,
            "channel": "portal",
            "type": "incident",
            "title": "Label printer in packing prints nothing",
            "description": "Since the switch restarted this morning the label printer takes jobs and prints nothing.",
            "site_id": list_sites(self.cohort_id)[0].id,
            "location": "Packing hall",
        }
        log_ticket(self.cohort_id, given, by=zofia)

    def _begin_change(self) -> None:
        """Jamie raises it, Priya lets it go forward."""
        jamie, priya = self.cast.acting("jamie"), self.cast.acting("priya")
        change = raise_change(self.cohort_id, {"type": "normal", **_CONCERNED}, by=jamie)
        self.change_number = change.number
        self._step("submit_1", jamie, **_CONCERNED)
        self._step("approve_proceed", priya, comment="Agreed, and the cost too. Please plan it for after closing.")

    def _plan_change(self) -> None:
        """Callum reads the plan; now it waits for Zofia, who talks to the users and decides."""
        jamie = self.cast.acting("jamie")
        me = find_colleague(self.cohort_id, jamie)
        assert me
        planned_at = clock.now() + timedelta(days=12)
        self._step("submit_2", jamie, **_PLANNED, planned_at=planned_at, implementer_id=me.id)
        holds = ["complete", "order", "dependencies", "fallback", "time", "risks"]
        self._step("review_ok", self.cast.acting("callum"), checklist=holds, comment="Sound; mind the two printers.")

    def _step(self, event: str, by: Membership, **given: Any) -> None:
        perform(self.cohort_id, Change.kind, self.change_number, event, given, by=by)

    @staticmethod
    def _group(workplace_id: int, level: int) -> SupportGroup:
        return next(group for group in list_groups(workplace_id) if group.level == level)
