"""Opening hours in versions, the workplace's clock, and how it works."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.rules import own_path
from accounts.session import acting, login_required
from core.errors import FieldErrors
from core.formatting import when
from core.forms import carried_out
from itsm_sandbox.engine.models import ChangeProfile
from itsm_sandbox.engine.priority import LEVELS
from itsm_sandbox.engine.queries import list_hours
from itsm_sandbox.engine.timers import next_timer_at
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import enter, enter_to_set_up, show
from itsm_sandbox.workplace.clock.advance import Step
from itsm_sandbox.workplace.clock.services import let_time_pass, set_clock
from itsm_sandbox.workplace.hours.queries import read_month
from itsm_sandbox.workplace.hours.services import change_hours
from itsm_sandbox.workplace.settings.forms import ClockForm, HoursForm, settings_form
from itsm_sandbox.workplace.settings.services import Settings, change_settings


@bp.get("/<int:workplace_id>/hours")
@login_required
def show_hours(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    today = visitor.today
    month = _requested_month(today)
    versions = list_hours(workplace_id)
    return show(
        "hours/hours.html",
        visitor,
        versions=versions,
        month=read_month(versions, month),
        before=(month - timedelta(days=1)).replace(day=1),
        after=(month + timedelta(days=32)).replace(day=1),
        today=today,
    )


@bp.route("/<int:workplace_id>/hours/new", methods=["GET", "POST"])
@login_required
def edit_hours(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    form = HoursForm.of(list_hours(workplace_id)[-1])
    version = carried_out(
        form,
        lambda: change_hours(
            workplace_id,
            from_on=form.from_on.data or date.min,
            week=form.week,
            subdivision=form.subdivision.data,
            closures=form.closures.closures,
            by=visitor.me,
        ),
    )
    if version is None:
        tomorrow = visitor.today + timedelta(days=1)
        return show("hours/edit_hours.html", visitor, form=form, tomorrow=tomorrow), form.status
    flash("The opening hours are kept as another version. What was judged before stays as it was.")
    return redirect(url_for(".show_hours", workplace_id=workplace_id))


@bp.route("/<int:workplace_id>/clock", methods=["GET", "POST"])
@login_required
def edit_clock(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    workplace = visitor.workplace
    form = ClockForm(data={"mode": workplace.clock_mode.value, "rate": workplace.clock_rate})
    if carried_out(form, lambda: set_clock(workplace_id, form.chosen, rate=form.rate.data or 1, by=visitor.me)) is None:
        page = show("clock/clock.html", visitor, form=form, next_at=next_timer_at(workplace_id))
        return page, form.status
    flash("The clock is set.")
    return redirect(url_for(".edit_clock", workplace_id=workplace_id))


@bp.post("/<int:workplace_id>/clock/pass")
@login_required
def pass_time(workplace_id: int) -> ResponseReturnValue:
    """Let time pass and come back to the page it was asked on."""
    wanted = request.form.get("step", "")
    if wanted not in set(Step):
        raise FieldErrors({"step": "Choose how far the clock goes."})
    now = let_time_pass(workplace_id, Step(wanted), by=acting())
    flash(f"It is {when(now)} now.")
    return redirect(_page_before() or url_for(".show_workplace", workplace_id=workplace_id))


@bp.route("/<int:workplace_id>/settings", methods=["GET", "POST"])
@login_required
def edit_settings(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    form = settings_form(visitor.workplace)

    def change_them() -> object:
        settings = Settings(
            name=form.name.data or "",
            change_profile=ChangeProfile(form.change_profile.data),
            peer_review_required=bool(form.peer_review_required.data),
            reminders=form.reminders.data or 0,
            matrix=form.matrix,
        )
        return change_settings(workplace_id, settings, seen=form.seen.data or None, by=visitor.me)

    if carried_out(form, change_them) is None:
        form.seen.data, form.seen.raw_data = Settings.of(visitor.workplace).fingerprint, None
        return show("settings/settings.html", visitor, form=form, levels=LEVELS), form.status
    flash("The settings are kept. They hold from now on.")
    return redirect(url_for(".edit_settings", workplace_id=workplace_id))


def _requested_month(today: date) -> date:
    """The first day of the month in the address, such as 2026-10; without one, or with nonsense, this month."""
    text = request.args.get("month", "")
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and abs(int(year) - today.year) <= 5:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def _page_before() -> str | None:
    """The page of this site that was asked from, unless it only takes what is sent."""
    path = urlsplit(request.referrer or "").path
    return own_path(path) if "/do/" not in path else None


@bp.app_context_processor
def offer_clock_steps() -> dict[str, tuple[Step, ...]]:
    """How far the time of a workplace that stands still can be let pass, for the bar of each of its pages."""
    return {"clock_steps": tuple(Step)}
