"""Requests for change: the list with whose turn it is, the form in three steps, and the forward schedule."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from accounts.permissions import require
from accounts.session import acting, login_required
from core.clock import LONDON
from core.forms import carried_out
from core.text import whole_number
from core.web import once_per_form, requested_page
from itsm_sandbox.changes.changes.models import Change
from itsm_sandbox.changes.changes.queries import lists as queries
from itsm_sandbox.changes.changes.queries.lists import ChangeFilter
from itsm_sandbox.changes.changes.queries.sheets import get_sheet, list_turns
from itsm_sandbox.changes.changes.rules import MACHINE
from itsm_sandbox.changes.changes.rules.clashes import find_clashes
from itsm_sandbox.changes.changes.rules.fields import OUTCOME_WORDS, SOURCES, STANDARD, TYPES, WAYS
from itsm_sandbox.changes.changes.rules.machine import ON_SCHEDULE
from itsm_sandbox.changes.changes.rules.schedule import Month, agenda_of, month_of
from itsm_sandbox.changes.changes.rules.story import role_words
from itsm_sandbox.changes.changes.services import raise_change
from itsm_sandbox.changes.readiness.queries import find_setup
from itsm_sandbox.engine.choices import list_choices, list_refs
from itsm_sandbox.engine.forms import StepForm, form_for
from itsm_sandbox.engine.machine import START, Field
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.queries import get_calendar, list_colleagues
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter, offers, show
from itsm_sandbox.permissions import POLICY

SHOWN = ("open", "turn", "mine", "standard", "all")


bp.add_app_template_filter(role_words, "role_words")


@bp.app_template_filter("clock_time")
def clock_time(moment: datetime) -> str:
    """17:30, as clocks in the United Kingdom show it."""
    return f"{moment.astimezone(LONDON):%H:%M}"


@bp.get("/<int:workplace_id>/changes")
@login_required
def list_changes(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    shown = request.args.get("show", "open")
    shown = shown if shown in SHOWN else "open"
    kind = request.args.get("type", "")
    wanted = ChangeFilter(
        states=MACHINE.open_states if shown in {"open", "turn"} else (),
        text=request.args.get("q", "").strip()[:100],
        type=kind if kind in dict(TYPES) else "",
        is_template=shown == "standard",
    )
    page = queries.list_changes(workplace_id, wanted, requested_page(), only=_only(visitor, shown))
    return show(
        "changes/list_changes.html",
        visitor,
        page=page,
        shown=shown,
        wanted=wanted,
        machine=MACHINE,
        types=dict(TYPES),
        turns=list_turns(visitor.workplace, page.items, list_colleagues(workplace_id), visitor.now),
        setup=find_setup(workplace_id),
        waiting=queries.count_waiting_for(visitor.workplace, visitor.colleague) if visitor.colleague else 0,
    )


@bp.route("/<int:workplace_id>/changes/new", methods=["GET", "POST"])
@login_required
def new_change(workplace_id: int) -> ResponseReturnValue:
    """Raise a request: a normal or an emergency one, or a standard one after its template."""
    visitor = enter(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    template = _template(workplace_id)
    fields = _raising_fields(is_standard=template is not None, is_live=queries.is_live(workplace_id))
    form = _raising_form(workplace_id, fields, template)

    def carry_out() -> str:
        given = form.given(fields)
        if template is not None:
            given.update(type=STANDARD, template_id=template.id)
        change = raise_change(workplace_id, given, by=acting())
        flash(f"{change.ref} is raised. Complete it and send it on.")
        return url_for(".show_change", workplace_id=workplace_id, number=change.number)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "changes/new_change.html",
        visitor,
        form=form,
        fields=fields,
        follows=template,
        templates=queries.list_templates(workplace_id),
    )
    return page, form.status


@bp.get("/<int:workplace_id>/changes/<int:number>")
@login_required
def show_change(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    change: Change = get_artefact(workplace_id, Change.kind, number)
    return show(
        "changes/show_change.html",
        visitor,
        artefact=change,
        sheet=get_sheet(change, visitor.now),
        offers=offers(visitor, change),
        machine=MACHINE,
        sources=dict(SOURCES),
        outcomes=OUTCOME_WORDS,
        ways=dict(WAYS),
    )


@bp.get("/<int:workplace_id>/changes/schedule")
@login_required
def show_schedule(workplace_id: int) -> str:
    """The forward schedule of change: a month as a calendar, and on a phone as an agenda."""
    visitor = enter(workplace_id)
    month = month_of(request.args.get("month", ""), visitor.today)
    windows = queries.list_windows(workplace_id, _midnight(month.first_shown), _midnight(month.after_last_shown))
    calendar = get_calendar(workplace_id)
    clashes = find_clashes(window for window in windows if window.state in ON_SCHEDULE)
    return show(
        "changes/schedule.html",
        visitor,
        month=month,
        weeks=_weeks(month),
        agenda=agenda_of(windows, month),
        closed={day for day in month.days if not calendar.version_on(day).spans(day)},
        clashes=clashes,
        clashing={one.id for clash in clashes for one in (clash.first, clash.second)},
        today=visitor.today,
        machine=MACHINE,
    )


def _only(visitor: Visitor, shown: str) -> ColumnElement[bool] | None:
    if visitor.colleague is None:
        return None
    if shown == "turn":
        return queries.waiting_for(visitor.workplace, visitor.colleague)
    return queries.taken_part_in(visitor.colleague) if shown == "mine" else None


def _template(workplace_id: int) -> Change | None:
    number = whole_number(request.args.get("template"))
    found = None if number is None else queries.find_change(workplace_id, number)
    return found if found is not None and found.is_template else None


def _raising_fields(*, is_standard: bool, is_live: bool) -> tuple[Field, ...]:
    """Without what the page knows already: the standard change it follows, and that there is no set-up to pilot."""
    transition = MACHINE.find("raise", START)
    assert transition
    unasked = {"template_id", *({"type"} if is_standard else ()), *({"is_pilot"} if is_live else ())}
    own_way = tuple(pair for pair in TYPES if pair[0] != STANDARD)
    return tuple(
        replace(asked, choices=own_way) if asked.name == "type" else asked
        for asked in transition.fields
        if asked.name not in unasked
    )


def _raising_form(workplace_id: int, fields: tuple[Field, ...], template: Change | None) -> StepForm:
    values: dict[str, Any] = template.values() if template else {"type": "normal"}
    return form_for(
        fields,
        lambda name: list_choices(workplace_id, name),
        {name: value for name, value in values.items() if name != "is_pilot"},
        0,
        lambda kind, ids: list_refs(workplace_id, kind, ids),
    )


def _weeks(month: Month) -> list[list[date]]:
    days = month.days
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


add_tab(Tab("changes", 2, "Forward schedule", "show_schedule", "calendar-event"))
