"""Enrolling apprentices, and changing who is around them and which optional units they follow."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectField

from accounts.permissions import require
from accounts.session import acting, login_required
from core import clock
from core.formatting import day
from core.forms import carried_out
from core.routing import row_number
from portfolio.blueprint import bp
from portfolio.enrolments import services
from portfolio.enrolments.forms import EnrolmentForm, UnitsForm
from portfolio.enrolments.models import Enrolment
from portfolio.enrolments.queries import get_enrolment, list_candidates
from portfolio.enrolments.services import StaleEnrolment, choose_optional_units, enrol_apprentice
from portfolio.permissions import POLICY
from portfolio.programmes.queries import list_programme_units, list_programmes


@bp.route("/enrolments/new", methods=["GET", "POST"])
@login_required
def add_enrolment() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "add_enrolment", me, me.centre_id)
    form = EnrolmentForm(starts_on=clock.today(), programme_id=request.args.get("programme", 0, type=row_number))
    programmes = list_programmes(me.centre_id)
    form.offer(list_candidates(me.centre_id), [row.Programme for row in programmes])
    enrolment = carried_out(
        form,
        lambda: enrol_apprentice(
            form.programme_id.data,
            form.apprentice_id.data,
            by=me,
            request_key=request.form.get("request_key", ""),
            **form.people,
        ),
    )
    if enrolment is None:
        return render_template(
            "portfolio/enrolments/add_enrolment.html", form=form, has_programmes=bool(programmes)
        ), form.status
    flash(f"{enrolment.apprentice.person.name} is enrolled.")
    return redirect(url_for(".edit_enrolment", enrolment_id=enrolment.id))


@bp.route("/enrolments/<int:enrolment_id>/edit", methods=["GET", "POST"])
@login_required
def edit_enrolment(enrolment_id: int) -> ResponseReturnValue:
    enrolment = _get_enrolment(enrolment_id)
    form = _form_of(enrolment, EnrolmentForm(obj=enrolment))
    changed = carried_out(
        form,
        lambda: services.edit_enrolment(enrolment_id, by=acting(), revision=form.revision.data or 0, **form.people),
    )
    if changed is None:
        return _show(_get_enrolment(enrolment_id), form, UnitsForm(None), form.status)
    flash("Saved.")
    return redirect(url_for(".edit_enrolment", enrolment_id=enrolment_id))


@bp.post("/enrolments/<int:enrolment_id>/units")
@login_required
def choose_units(enrolment_id: int) -> ResponseReturnValue:
    enrolment = _get_enrolment(enrolment_id)
    units = UnitsForm()
    chosen = carried_out(units, lambda: choose_optional_units(enrolment_id, units.units.data or (), by=acting()))
    if chosen is None:
        form = _form_of(enrolment, EnrolmentForm(None, obj=enrolment))
        return _show(_get_enrolment(enrolment_id), form, units, units.status)
    flash("The optional units are saved.")
    return redirect(url_for(".edit_enrolment", enrolment_id=enrolment_id))


@bp.errorhandler(StaleEnrolment)
def show_stale_enrolment(stale: StaleEnrolment) -> ResponseReturnValue:
    """Show what was typed in the form, beside what is kept; sending it again replaces what is kept."""
    enrolment = _get_enrolment(stale.enrolment_id)
    form, kept = (_form_of(enrolment, EnrolmentForm(sent, obj=enrolment)) for sent in (request.form, None))
    form.revision.data, form.revision.raw_data = enrolment.revision, None
    differences = [
        (typed.label.text, _said(typed), _said(kept[typed.name]))
        for typed in form
        if typed.name in form.people and typed.data != kept[typed.name].data
    ]
    return _show(enrolment, form, UnitsForm(None), 409, differences)


def _said(field: Field) -> str:
    """What a field says in words: the label of a choice, a day."""
    if isinstance(field, SelectField):
        options: list[Any] = list(field.iter_choices())
        return next((str(option.label) for option in options if option.selected), "")
    return day(field.data)


def _form_of(enrolment: Enrolment, form: EnrolmentForm) -> EnrolmentForm:
    form.offer(list_candidates(acting().centre_id), enrolment=enrolment)
    form.keep_apprentice()
    return form


def _get_enrolment(enrolment_id: int) -> Enrolment:
    enrolment = get_enrolment(enrolment_id, with_units=True)
    require(POLICY, "edit_enrolment", acting(), enrolment)
    return enrolment


def _show(
    enrolment: Enrolment,
    form: EnrolmentForm,
    units: UnitsForm,
    status: int,
    differences: Sequence[tuple[str, str, str]] = (),
) -> ResponseReturnValue:
    kept = [row.programme_unit_id for row in enrolment.chosen]
    page = render_template(
        "portfolio/enrolments/edit_enrolment.html",
        enrolment=enrolment,
        form=form,
        units_form=units,
        differences=differences,
        chosen=(units.units.data or ()) if units.errors else kept,
        optional=[unit for unit in list_programme_units(enrolment.programme_id) if not unit.is_mandatory],
    )
    return page, status
