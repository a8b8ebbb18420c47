"""The service desk: the queue by what is due, the board, and the order somebody means to work in."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.forms import carried_out
from core.text import whole_number
from core.web import once_per_form, requested_page
from itsm_sandbox.desk import queries
from itsm_sandbox.desk.forms import OrderForm
from itsm_sandbox.desk.queries import VIEWS, DeskFilter
from itsm_sandbox.desk.tickets.rules import MACHINE
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES, category_words
from itsm_sandbox.desk.tickets.rules.conversation import Ring, ring_for_row
from itsm_sandbox.desk.tickets.rules.derived import elapsed_now, is_counting
from itsm_sandbox.desk.tickets.services import put_queue_in_order
from itsm_sandbox.engine.calendar import ServiceCalendar
from itsm_sandbox.engine.machine import Machine
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.priority import PRIORITIES
from itsm_sandbox.engine.queries import get_calendar, list_groups
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter_support, show
from itsm_sandbox.permissions import POLICY

BOARD = ("new", "awaiting_approval", "assigned", "in_progress", "pending", "resolved")

bp.add_app_template_filter(category_words, "category_words")
bp.add_app_template_filter(queries.next_due, "next_due")


@bp.get("/<int:workplace_id>/desk")
@login_required
def show_desk(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    wanted = _wanted(visitor)
    counts = queries.count_views(workplace_id, visitor.colleague)
    page = queries.list_tickets(workplace_id, visitor.colleague, wanted, counts, page=requested_page())
    return show(
        "desk/desk.html",
        visitor,
        page=page,
        rings=_rings(visitor, page.items),
        wanted=wanted,
        views=VIEWS,
        counts=counts,
        groups=list_groups(workplace_id),
        categories=CATEGORY_CHOICES,
        priorities=PRIORITIES,
        machine=MACHINE,
        tickets=MACHINE,
    )


@bp.get("/<int:workplace_id>/board")
@login_required
def show_board(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    board = queries.list_board(workplace_id, BOARD)
    return show(
        "desk/board.html",
        visitor,
        board=board,
        rings=_rings(visitor, [row for rows in board.values() for row in rows]),
        counts=queries.count_states(workplace_id),
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/desk/order", methods=["GET", "POST"])
@login_required
def order_queue(workplace_id: int) -> ResponseReturnValue:
    """Say in which order one means to work on one's own tickets, and why."""
    visitor = enter_support(workplace_id)
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    assert visitor.colleague  # who may work there has a seat
    mine = queries.list_mine(workplace_id, visitor.colleague)
    form = OrderForm.of(mine)

    def put() -> str:
        put_queue_in_order(workplace_id, form.order(), form.reason.data or "", by=acting())
        flash("Your order is recorded, with the reason you gave.")
        return url_for(".show_desk", workplace_id=workplace_id, view="mine")

    done = carried_out(form, lambda: once_per_form(put, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    last = queries.find_queue_order(workplace_id, visitor.colleague)
    page = show("desk/order_queue.html", visitor, form=form, mine=mine, rings=_rings(visitor, mine), last=last)
    return page, form.status


def _rings(visitor: Visitor, rows: Any) -> dict[int, Ring | None]:
    """The fix clock of each row at this moment, by number."""
    calendar: ServiceCalendar = get_calendar(visitor.workplace.id)
    return {row.number: _ring(row, visitor, calendar) for row in rows}


def _ring(row: Any, visitor: Visitor, calendar: ServiceCalendar) -> Ring | None:
    machine: Machine = MACHINE
    if not machine.state(row.state).is_open:
        return None
    used = elapsed_now(row.running_s, row.changed_at, row.state, row.pending_reason, calendar=calendar, now=visitor.now)
    return ring_for_row(used, row.fix_target_s, is_counting=is_counting(row.state, row.pending_reason))


def _wanted(visitor: Visitor) -> DeskFilter:
    """What the address asks for; anything it cannot mean is left out."""
    view = _among("view", dict(VIEWS))
    words = request.args.get("q", "").strip()[:200]
    return DeskFilter(
        view=view or ("queue" if visitor.colleague and not words else "all" if words else "open"),
        words=words,
        state=_among("state", {state.name: "" for state in MACHINE.states}),
        type=_among("type", {"incident": "", "request": ""}),
        priority=_among("priority", dict.fromkeys(PRIORITIES, "")),
        category=_among("category", dict(CATEGORY_CHOICES)),
        group_id=whole_number(request.args.get("group")),
    )


def _among(name: str, known: dict[str, str]) -> str:
    asked = request.args.get(name, "")
    return asked if asked in known else ""


add_tab(Tab("desk", 1, "Desk", "show_desk", "inbox", for_support=True), __name__)
add_tab(Tab("board", 1, "Board", "show_board", "layout-kanban", for_support=True))
