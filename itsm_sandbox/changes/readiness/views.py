"""Prepare to implement: the page on which a workplace gets ready for change management."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.session import acting, login_required
from core.web import once_per_form
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries.lists import get_in
from itsm_sandbox.changes.changes.rules.machine import MACHINE as CHANGES
from itsm_sandbox.changes.readiness import queries
from itsm_sandbox.changes.readiness.models import ChangeSetup
from itsm_sandbox.changes.readiness.rules import CHANGE_ROLES, MACHINE, MATERIALS, parts_of
from itsm_sandbox.changes.readiness.services import begin_setup
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, offers, show


@bp.post("/<int:workplace_id>/set-up")
@login_required
def start_setup(workplace_id: int) -> ResponseReturnValue:
    me = acting()

    def carry_out() -> str:
        setup = begin_setup(workplace_id, by=me)
        flash("Go through the six parts in any order; the page says what is missing.")
        return url_for(".show_setup", workplace_id=workplace_id, number=setup.number)

    return redirect(once_per_form(carry_out, actor_id=me.id))


@bp.get("/<int:workplace_id>/set-up/<int:number>")
@login_required
def show_setup(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    setup: ChangeSetup = get_artefact(workplace_id, ChangeSetup.kind, number)
    pilot: Change | None = get_in(workplace_id, setup.pilot_id)
    return show(
        "readiness/show_setup.html",
        visitor,
        artefact=setup,
        parts=parts_of(setup.values(), queries.facts_for(setup)),
        roles=CHANGE_ROLES,
        holders=queries.list_holders(workplace_id),
        names=queries.list_names(workplace_id),
        materials=MATERIALS,
        pilot=pilot,
        changes=CHANGES,
        events=list_events(ChangeSetup.kind, setup.id),
        offers=offers(visitor, setup),
        machine=MACHINE,
    )
