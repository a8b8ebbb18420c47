"""Ticket: all that this kind of artefact is."""

from itsm_sandbox.desk.tickets.derivation import TicketDerivation
from itsm_sandbox.desk.tickets.models import Ticket
from itsm_sandbox.desk.tickets.queries.pages import count_modes
from itsm_sandbox.desk.tickets.record_checks import CLOCK_COLUMNS, RECORD_CHECKS, clocks_in_words, modes_shown
from itsm_sandbox.desk.tickets.rules import MACHINE
from itsm_sandbox.desk.tickets.services import (
    check_duplicate,
    check_parent,
    check_what_it_follows,
    facts_for,
    follow_up,
    go_on_after_reply,
    hides,
    tell_children,
    tell_management,
    ties_to,
)
from itsm_sandbox.desk.tickets.simulation import plan_answers
from itsm_sandbox.engine.registry import ArtefactType, register

register(
    ArtefactType(
        model=Ticket,
        machine=MACHINE,
        label="Ticket",
        path="tickets",
        page="itsm_sandbox.show_ticket",
        ties=ties_to,
        facts=facts_for,
        hides=hides,
        effects={
            "log": (check_what_it_follows,),
            "reject": (check_duplicate,),
            "reply": (go_on_after_reply,),
            "join_major": (check_parent,),
            "resolve": (tell_children,),
            "clock.breached": (tell_management,),
        },
        after=(follow_up, plan_answers),
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        prefixes=("INC", "REQ"),
        practice_checks=(lambda workplace_id, colleague_id: modes_shown(count_modes(workplace_id, colleague_id)),),
        clocks=clocks_in_words,
        clock_columns=CLOCK_COLUMNS,
        secret_columns=frozenset({"scenario"}),
        ids_in={"articles_used": "article"},
        derived=TicketDerivation,
    )
)
