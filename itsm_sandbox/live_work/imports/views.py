"""Importing a file in three steps: upload it, say what its columns hold, look at what would come in and confirm."""

import csv
import io

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.errors import NotFound
from core.forms import Form, carried_out
from core.paging import Page
from core.tables.safe_cells import safe_cell
from core.web import once_per_form, requested_page
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter, enter_support, show
from itsm_sandbox.live_work.imports.forms import LiveUploadForm, UploadForm, columns_form
from itsm_sandbox.live_work.imports.models import ImportBatch
from itsm_sandbox.live_work.imports.queries import get_batch, list_batches
from itsm_sandbox.live_work.imports.rules.layouts import OTHER, RECORD_KINDS, TOOLS, layout_of
from itsm_sandbox.live_work.imports.rules.registers import INSTALLATIONS, LIVE, REGISTERS, register_of
from itsm_sandbox.live_work.imports.rules.states import BatchState
from itsm_sandbox.live_work.imports.services.files import (
    abandon_import,
    choose_sheet,
    confirm_import,
    map_columns,
    plan_import,
    read_batch,
    roles_for,
    upload_table,
)
from itsm_sandbox.permissions import POLICY

LISTS = {
    "assets": "list_assets",
    "software": "list_software",
    INSTALLATIONS: "list_software",
    "licences": "list_licences",
    LIVE: "list_live_records",
}
FAULTS_A_PAGE = 50


@bp.get("/<int:workplace_id>/imports")
@login_required
def list_imports(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "imports/list_imports.html",
        visitor,
        page=list_batches(workplace_id, page=requested_page()),
        labels=_labels(),
        kinds=dict(RECORD_KINDS),
        tools=dict(TOOLS),
    )


@bp.route("/<int:workplace_id>/imports/add", methods=["GET", "POST"])
@login_required
def add_import(workplace_id: int) -> ResponseReturnValue:
    visitor = _enter_to_work(workplace_id)
    what = request.args.get("what", LIVE)
    if what not in _labels():
        raise NotFound("Nothing of that kind can be imported.")
    form = LiveUploadForm() if what == LIVE else UploadForm()

    def take() -> str:
        batch = upload_table(workplace_id, form.upload(what), by=visitor.me)
        return url_for(".map_import", workplace_id=workplace_id, batch_id=batch.id)

    done = carried_out(form, lambda: once_per_form(take, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "imports/add_import.html",
        visitor,
        form=form,
        what=what,
        labels=_labels(),
        register=register_of(what),
        layouts=[layout_of(tool, "ticket") for tool, _ in TOOLS if tool != OTHER],
        back=url_for(f".{LISTS[what]}", workplace_id=workplace_id),
    )
    return page, form.status


@bp.route("/<int:workplace_id>/imports/<int:batch_id>/columns", methods=["GET", "POST"])
@login_required
def map_import(workplace_id: int, batch_id: int) -> ResponseReturnValue:
    visitor, batch = _find(workplace_id, batch_id)
    if not batch.state.is_open:
        return redirect(url_for(".show_import", workplace_id=workplace_id, batch_id=batch_id))
    if "sheet" in request.form:
        choose_sheet(workplace_id, batch_id, request.form["sheet"], by=visitor.me)
        return redirect(url_for(".map_import", workplace_id=workplace_id, batch_id=batch_id))
    table, roles = read_batch(batch), roles_for(batch)
    form = columns_form(table.columns, roles, batch.mapping)

    def keep() -> bool:
        map_columns(workplace_id, batch_id, form.chosen, by=visitor.me)
        return True

    if carried_out(form, keep):
        return redirect(url_for(".show_import", workplace_id=workplace_id, batch_id=batch_id))
    page = show(
        "imports/map_import.html",
        visitor,
        batch=batch,
        table=table,
        roles=roles,
        form=form,
        is_live=batch.what == LIVE,
        layout=layout_of(batch.tool, batch.record_kind) if batch.what == LIVE else None,
        label=_labels()[batch.what],
    )
    return page, form.status


@bp.route("/<int:workplace_id>/imports/<int:batch_id>", methods=["GET", "POST"])
@login_required
def show_import(workplace_id: int, batch_id: int) -> ResponseReturnValue:
    """What would come in; sent, it comes in as a whole."""
    visitor, batch = _find(workplace_id, batch_id)
    if batch.state is BatchState.UPLOADED:
        return redirect(url_for(".map_import", workplace_id=workplace_id, batch_id=batch_id))
    form = Form()

    def take() -> str:
        confirm_import(workplace_id, batch_id, request.form.get("seal", ""), by=acting())
        flash("Everything in the file came in.")
        return url_for(f".{LISTS[batch.what]}", workplace_id=workplace_id)

    done = carried_out(form, lambda: once_per_form(take, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    outcome = plan_import(workplace_id, batch_id, by=visitor.me).outcome if batch.state.is_open else None
    faults = outcome.faults if outcome else ()
    number = requested_page()
    first = (number - 1) * FAULTS_A_PAGE
    page = show(
        "imports/show_import.html",
        visitor,
        batch=batch,
        form=form,
        outcome=outcome,
        faults=Page(list(faults[first : first + FAULTS_A_PAGE]), number, len(faults), FAULTS_A_PAGE),
        label=_labels()[batch.what],
        is_live=batch.what == LIVE,
        target=url_for(f".{LISTS[batch.what]}", workplace_id=workplace_id),
    )
    return page, form.status


@bp.post("/<int:workplace_id>/imports/<int:batch_id>/abandon", endpoint="abandon_import")
@login_required
def abandon(workplace_id: int, batch_id: int) -> ResponseReturnValue:
    visitor, batch = _find(workplace_id, batch_id)
    abandon_import(workplace_id, batch_id, by=visitor.me)
    flash("Nothing was imported, and the file is gone.")
    return redirect(url_for(f".{LISTS[batch.what]}", workplace_id=workplace_id))


@bp.get("/<int:workplace_id>/imports/<int:batch_id>/faults.csv", endpoint="download_import_faults")
@login_required
def download_faults(workplace_id: int, batch_id: int) -> ResponseReturnValue:
    """Every fault, to put the file right by."""
    visitor, batch = _find(workplace_id, batch_id)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Row", "Column", "What is wrong", "What to do"])
    if batch.state is BatchState.MAPPED:
        for fault in plan_import(workplace_id, batch_id, by=visitor.me).outcome.faults:
            writer.writerow([fault.row, *(safe_cell(part) for part in (fault.column, fault.what, fault.to_do))])
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename=faults-of-import-{batch.id}.csv"},
    )


def _enter_to_work(workplace_id: int) -> Visitor:
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    return visitor


def _find(workplace_id: int, batch_id: int) -> tuple[Visitor, ImportBatch]:
    visitor = _enter_to_work(workplace_id)
    return visitor, get_batch(workplace_id, batch_id, visitor.colleague)


def _labels() -> dict[str, str]:
    return {LIVE: "Live work"} | {register.what: register.label for register in REGISTERS}


add_tab(Tab("live_work", 2, "Imports", "list_imports", "file-import", for_support=True), __name__.rpartition(".")[0])
