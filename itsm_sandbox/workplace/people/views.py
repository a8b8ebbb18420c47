"""The people of a workplace, their roles from when to when, and the groups that work is given to."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import acting, login_required
from core.forms import carried_out
from core.web import once_per_form, requested_page
from itsm_sandbox.engine.navigation import Tab, add_tab
from itsm_sandbox.engine.queries import list_colleagues, list_groups, list_sites
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.page import Visitor, enter, enter_to_set_up, show
from itsm_sandbox.home.queries import list_recent_events
from itsm_sandbox.workplace.people.forms import GroupForm, MembersForm, PersonForm, RoleForm
from itsm_sandbox.workplace.people.queries import (
    get_group,
    get_person,
    list_candidates,
    list_everybody,
    list_member_ids,
    list_memberships,
    list_role_events,
)
from itsm_sandbox.workplace.people.services import (
    Joiner,
    add_person,
    choose_members,
    create_group,
    end_role,
    give_role,
    let_leave,
    let_return,
)


@bp.get("/<int:workplace_id>/people")
@login_required
def show_people(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return show(
        "people/people.html",
        visitor,
        page=list_everybody(workplace_id, page=requested_page()),
        groups=list_groups(workplace_id),
        in_groups=list_memberships(workplace_id),
        sites={site.id: site.name for site in list_sites(workplace_id)},
    )


@bp.route("/<int:workplace_id>/people/new", methods=["GET", "POST"])
@login_required
def add_colleague(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    form = PersonForm()
    form.offer(list_candidates(visitor.workplace.centre_id, not_in=workplace_id), list_sites(workplace_id))

    def add_them() -> str:
        joiner = Joiner(
            membership_id=int(form.membership_id.data) if form.membership_id.data else None,
            name=(form.name.data or "").strip(),
            job=(form.job.data or "").strip(),
            site_id=int(form.site_id.data) if form.site_id.data else None,
            roles=form.chosen_roles,
        )
        added = add_person(workplace_id, joiner, by=visitor.me)
        flash(f"{added.name} works here now.")
        return url_for(".show_colleague", workplace_id=workplace_id, colleague_id=added.id)

    done = carried_out(form, lambda: once_per_form(add_them, actor_id=visitor.me.id))
    return redirect(done) if done else (show("people/add_colleague.html", visitor, form=form), form.status)


@bp.get("/<int:workplace_id>/people/<int:colleague_id>")
@login_required
def show_colleague(workplace_id: int, colleague_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return _show_colleague(visitor, colleague_id, RoleForm())


@bp.post("/<int:workplace_id>/people/<int:colleague_id>/roles")
@login_required
def give_colleague_role(workplace_id: int, colleague_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    form = RoleForm()
    given = carried_out(form, lambda: give_role(workplace_id, colleague_id, form.chosen, by=acting()))
    if given is None:
        return _show_colleague(visitor, colleague_id, form)
    flash(f"{given.name} is {form.chosen.label} from now on.")
    return redirect(url_for(".show_colleague", workplace_id=workplace_id, colleague_id=colleague_id))


@bp.post("/<int:workplace_id>/people/<int:colleague_id>/roles/end")
@login_required
def end_colleague_role(workplace_id: int, colleague_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    form = RoleForm()
    ended = carried_out(form, lambda: end_role(workplace_id, colleague_id, form.chosen, by=acting()))
    if ended is None:
        return _show_colleague(visitor, colleague_id, form)
    flash(f"{ended.name} is no longer {form.chosen.label}.")
    return redirect(url_for(".show_colleague", workplace_id=workplace_id, colleague_id=colleague_id))


@bp.post("/<int:workplace_id>/people/<int:colleague_id>/leave")
@login_required
def end_colleague(workplace_id: int, colleague_id: int) -> ResponseReturnValue:
    """Let them leave, or return when the form says so."""
    deed = let_return if request.form.get("back") else let_leave
    person = deed(workplace_id, colleague_id, by=acting())
    flash(f"{person.name} {'works here again' if request.form.get('back') else 'has left'}.")
    return redirect(url_for(".show_colleague", workplace_id=workplace_id, colleague_id=colleague_id))


@bp.route("/<int:workplace_id>/groups/new", methods=["GET", "POST"])
@login_required
def add_group(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    form = GroupForm()
    group = carried_out(
        form,
        lambda: create_group(
            workplace_id,
            (form.name.data or "").strip(),
            int(form.level.data),
            is_supplier=bool(form.is_supplier.data),
            by=visitor.me,
        ),
    )
    if group is None:
        return show("people/add_group.html", visitor, form=form), form.status
    flash(f"{group.name} is a group now. Choose its members.")
    return redirect(url_for(".edit_group", workplace_id=workplace_id, group_id=group.id))


@bp.route("/<int:workplace_id>/groups/<int:group_id>", methods=["GET", "POST"])
@login_required
def edit_group(workplace_id: int, group_id: int) -> ResponseReturnValue:
    visitor = enter_to_set_up(workplace_id)
    group = get_group(workplace_id, group_id)
    form = MembersForm(data={"members": [str(one) for one in list_member_ids(group_id)]})
    form.offer(list_colleagues(workplace_id))

    def choose_them() -> Any:
        return choose_members(workplace_id, group_id, [int(one) for one in form.members.data or ()], by=visitor.me)

    if carried_out(form, choose_them) is None:
        return show("people/edit_group.html", visitor, group=group, form=form), form.status
    flash(f"The members of {group.name} are kept.")
    return redirect(url_for(".show_people", workplace_id=workplace_id))


def _show_colleague(visitor: Visitor, colleague_id: int, form: RoleForm) -> ResponseReturnValue:
    workplace_id = visitor.workplace.id
    them = get_person(workplace_id, colleague_id)
    form.leave_out(them.roles)
    page = show(
        "people/colleague.html",
        visitor,
        them=them,
        form=form,
        roles=[role for role in WorkRole if role in them.roles],
        groups=list_memberships(workplace_id).get(colleague_id, []),
        sites={site.id: site.name for site in list_sites(workplace_id)},
        events=list_role_events(workplace_id, colleague_id),
        recent_events=list_recent_events(workplace_id, only_by=colleague_id),
    )
    return page, form.status


add_tab(Tab("people", 1, "People", "show_people", "users"), __name__.rpartition(".")[0])
