"""Programmes, for those who run the centre."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.forms import carried_out
from core.routing import row_number
from core.web import requested_page
from portfolio.blueprint import bp
from portfolio.enrolments.queries import list_programme_enrolments
from portfolio.permissions import POLICY
from portfolio.programmes import queries, services
from portfolio.programmes.forms import DeclarationsForm, FrameworkForm, ProgrammeForm, read_units
from portfolio.programmes.models import Programme
from portfolio.programmes.services import StaleDeclarations


@bp.get("/programmes")
@login_required
def list_programmes() -> ResponseReturnValue:
    require(POLICY, "see_programmes", acting(), acting().centre_id)
    return render_template(
        "portfolio/programmes/list_programmes.html", programmes=queries.list_programmes(acting().centre_id)
    )


@bp.get("/programmes/<int:programme_id>")
@login_required
def show_programme(programme_id: int) -> ResponseReturnValue:
    programme = queries.get_programme(programme_id)
    require(POLICY, "see_programme", acting(), programme)
    page = list_programme_enrolments(programme_id, page=requested_page())
    declarations = queries.get_declarations(programme_id)
    return render_template(
        "portfolio/programmes/show_programme.html", programme=programme, page=page, declarations=declarations
    )


@bp.route("/programmes/new", methods=["GET", "POST"])
@login_required
def add_programme() -> ResponseReturnValue:
    """First the standard, which says which units there are; then the units and how they count."""
    require(POLICY, "add_programme", acting(), acting().centre_id)
    frameworks = {row.id: row for row in queries.list_offered_frameworks()}
    framework = frameworks.get(request.values.get("framework", 0, type=row_number))
    if framework is None:
        choice = FrameworkForm(None)
        choice.offer(list(frameworks.values()))
        return render_template("portfolio/programmes/choose_framework.html", form=choice)
    form, offered = ProgrammeForm(title=framework.title), queries.list_offered_units(framework.id)
    programme = carried_out(
        form,
        lambda: services.create_programme(
            title=form.title.data or "",
            framework_id=framework.id,
            units=read_units(request.form, offered),
            optional_minimum=form.optional_minimum.data or 0,
            by=acting(),
            request_key=request.form.get("request_key", ""),
        ),
    )
    if programme is None:
        page = render_template(
            "portfolio/programmes/add_programme.html", form=form, framework=framework, offered=offered
        )
        return page, form.status
    flash(f"{programme.title} is ready. You can enrol apprentices on it.")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.route("/programmes/<int:programme_id>/declarations", methods=["GET", "POST"])
@login_required
def edit_declarations(programme_id: int) -> ResponseReturnValue:
    programme = _get_own(programme_id)
    form = DeclarationsForm.of(queries.get_declarations(programme_id), request.form or None)
    edition = carried_out(
        form,
        lambda: services.edit_declarations(programme_id, by=acting(), number=form.number.data or 0, **form.words),
    )
    if edition is None:
        return _show_declarations(programme, form, form.status)
    flash("Saved. What is submitted from now on asks for these words; what was submitted before keeps its own.")
    return redirect(url_for(".show_programme", programme_id=programme_id))


@bp.errorhandler(StaleDeclarations)
def show_stale_declarations(stale: StaleDeclarations) -> ResponseReturnValue:
    """Show what was typed in the form, beside what holds; sending it again makes it the next edition."""
    programme, kept = _get_own(stale.programme_id), queries.get_declarations(stale.programme_id)
    form, theirs = DeclarationsForm.of(kept, request.form), DeclarationsForm.of(kept, None)
    form.number.data, form.number.raw_data = kept.number, None
    differences = [
        (field.label.text, field.data, theirs[field.name].data)
        for field in form
        if field.name in form.words and field.data != theirs[field.name].data
    ]
    return _show_declarations(programme, form, 409, differences)


def _get_own(programme_id: int) -> Programme:
    programme = queries.get_programme(programme_id)
    require(POLICY, "edit_declarations", acting(), programme)
    return programme


def _show_declarations(
    programme: Programme, form: DeclarationsForm, status: int, differences: Sequence[tuple[str, str, str]] = ()
) -> ResponseReturnValue:
    page = render_template(
        "portfolio/programmes/edit_declarations.html",
        programme=programme,
        form=form,
        editions=queries.list_declarations(programme.id),
        differences=differences,
    )
    return page, status
