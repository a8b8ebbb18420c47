"""Audits: the list, a new one, one with its figures; the walk-round on a phone, and scans as files."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import login_required
from core.errors import FieldErrors
from core.forms import carried_out
from core.tables.table import MOST_BYTES
from core.web import once_per_form, requested_page
from itsm_sandbox.assets.assets.views.labels import table_response
from itsm_sandbox.assets.audits import queries
from itsm_sandbox.assets.audits.forms import ScanForm
from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.rules.machine import MACHINE, METHODS, SIGHT, share
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.assets.audits.rules.scans import COLUMNS, write_scan
from itsm_sandbox.assets.audits.services import upload_scan
from itsm_sandbox.assets.network.queries import list_devices
from itsm_sandbox.engine.choices import list_choices
from itsm_sandbox.engine.export import csv_of
from itsm_sandbox.engine.forms import form_for
from itsm_sandbox.engine.perform import get_artefact, perform
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import Visitor, asked, enter_support, history_of, show
from itsm_sandbox.permissions import POLICY

_MOST_TOLD = 8
OUTCOMES = {outcome.value: outcome.label for outcome in Outcome}


@bp.get("/<int:workplace_id>/audits")
@login_required
def list_audits(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    page = queries.list_audits(workplace_id, page=requested_page())
    return show("audits/list_audits.html", visitor, page=page, machine=MACHINE, methods=dict(METHODS), share=share)


@bp.route("/<int:workplace_id>/audits/add", methods=["GET", "POST"])
@login_required
def add_audit(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter_support(workplace_id),
        Audit.kind,
        "start",
        heading="Start an audit",
        intro="Compare the register with what is really there: by a scan of the network, or on foot with a phone.",
        back=("Audits", "list_audits"),
        said="is started",
    )


@bp.get("/<int:workplace_id>/audits/<int:number>")
@login_required
def show_audit(workplace_id: int, number: int) -> str:
    visitor, audit = _visit(workplace_id, number)
    history = history_of(visitor, audit)
    history["offers"] = [one for one in history["offers"] if one.transition.event not in {"upload_scan", "sight"}]
    return show(
        "audits/show_audit.html",
        visitor,
        audit=audit,
        related=queries.find_related(audit),
        tallies=queries.tally_findings(audit),
        methods=dict(METHODS),
        outcomes=OUTCOMES,
        share=share,
        **history,
    )


@bp.get("/<int:workplace_id>/audits/<int:number>/sightings")
@login_required
def list_sightings(workplace_id: int, number: int) -> str:
    visitor, audit = _visit(workplace_id, number)
    outcome = asked("outcome")
    page = queries.list_sightings(audit, outcome=outcome, page=requested_page())
    return show("audits/list_sightings.html", visitor, audit=audit, page=page, outcomes=OUTCOMES, outcome=outcome)


@bp.route("/<int:workplace_id>/audits/<int:number>/walk", methods=["GET", "POST"])
@login_required
def walk_audit(workplace_id: int, number: int) -> ResponseReturnValue:
    """One thing after the other; the place stays filled in for the next thing in the same room."""
    visitor, audit = _visit(workplace_id, number)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    values = {"tag": asked("tag"), "site_id": request.args.get("site", type=int), "place": asked("place")}
    values["site_id"] = values["site_id"] or audit.site_id
    form = form_for(SIGHT, lambda name: list_choices(workplace_id, name), values, audit.revision)

    def carry_out() -> str:
        given = form.given(SIGHT)
        perform(workplace_id, Audit.kind, number, "sight", given, by=visitor.me)
        flash(f"Seen: {given['tag']} in {given['place']}.")
        return url_for(
            ".walk_audit", workplace_id=workplace_id, number=number, site=given["site_id"], place=given["place"]
        )

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    latest = queries.list_sightings(audit).items[:_MOST_TOLD]
    return show("audits/walk_audit.html", visitor, audit=audit, form=form, fields=SIGHT, latest=latest), form.status


@bp.route("/<int:workplace_id>/audits/<int:number>/scan", methods=["GET", "POST"])
@login_required
def read_scan(workplace_id: int, number: int) -> ResponseReturnValue:
    """Choose a file with a scan; or take it over as the network tells it."""
    visitor, audit = _visit(workplace_id, number)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    form = ScanForm()

    def carry_out() -> str:
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise FieldErrors({"file": "Choose a file."})
        data = upload.stream.read(MOST_BYTES + 1)
        event = upload_scan(workplace_id, number, upload.filename, data, by=visitor.me)
        flash(f"{audit.ref}: {event.data['given']['rows']} devices were read.")
        return url_for(".show_audit", workplace_id=workplace_id, number=number)

    done = carried_out(form, carry_out)
    if done:
        return redirect(done)
    return show("audits/read_scan.html", visitor, audit=audit, form=form, columns=COLUMNS), form.status


@bp.get("/<int:workplace_id>/audits/<int:number>/scan.csv")
@login_required
def download_scan(workplace_id: int, number: int) -> Response:
    """What the network tells now, in the layout that can be read in again."""
    visitor, audit = _visit(workplace_id, number)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    name = f"scan-{audit.ref.lower()}-{visitor.now:%Y-%m-%d}.csv"
    return table_response(csv_of(write_scan(list_devices(workplace_id))), name)


def _visit(workplace_id: int, number: int) -> tuple[Visitor, Audit]:
    visitor = enter_support(workplace_id)
    return visitor, get_artefact(workplace_id, Audit.kind, number)
