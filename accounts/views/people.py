"""The people of a centre, for its provider admins: finding, inviting, ending roles; their employers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import queries, services
from accounts.forms import EmployerForm, EndMembershipForm, InviteForm
from accounts.models import Membership, Role
from accounts.permissions import POLICY, require
from accounts.queries import PeopleFilter
from accounts.services import Invitation
from accounts.session import acting, login_required
from accounts.views import bp
from core.formatting import day
from core.forms import carried_out
from core.web import once_per_form, requested_page


@bp.get("/people")
@login_required
def list_people() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "list_people", me, None)
    chosen = PeopleFilter(
        search=request.args.get("q", "").replace("\0", "").strip(),
        role=request.args.get("role", type=Role),
        with_ended=request.args.get("ended") == "1",
        sort=request.args.get("sort", "name"),
    )
    page = queries.list_people(me.centre_id, chosen, page=requested_page())
    return render_template("accounts/people.html", page=page, chosen=chosen, roles=list(Role))


@bp.route("/people/invite", methods=["GET", "POST"])
@login_required
def invite_member() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "invite_member", me, None)
    form = InviteForm()
    form.offer(queries.list_employers(me.centre_id))
    path = carried_out(form, lambda: once_per_form(lambda: _invite(form, me), actor_id=me.id))
    if path is None:
        return render_template("accounts/invite_member.html", form=form), form.status
    flash(f"An invitation is on its way to {form.email.data}.")
    return redirect(path)


@bp.get("/people/<int:membership_id>")
@login_required
def show_member(membership_id: int) -> ResponseReturnValue:
    return _show_member(membership_id, EndMembershipForm())


@bp.post("/people/<int:membership_id>/invitation")
@login_required
def resend_invitation(membership_id: int) -> ResponseReturnValue:
    invited = services.resend_invitation(membership_id, by=acting())
    flash(f"A new invitation is on its way to {invited.membership.person.email}.")
    return redirect(url_for(".show_member", membership_id=membership_id))


@bp.post("/people/<int:membership_id>/end")
@login_required
def end_membership(membership_id: int) -> ResponseReturnValue:
    form = EndMembershipForm()
    ended = carried_out(form, lambda: services.end_membership(membership_id, last_on=form.last_on.data, by=acting()))
    if ended is None:
        return _show_member(membership_id, form)
    flash(f"The last day of access of {ended.person.name} as {ended.role.label.lower()} is {day(ended.to_on)}.")
    return redirect(url_for(".show_member", membership_id=membership_id))


@bp.route("/people/employers", methods=["GET", "POST"])
@login_required
def list_employers() -> ResponseReturnValue:
    me = acting()
    require(POLICY, "create_employer", me, None)
    centre_id, form = me.centre_id, EmployerForm()
    path = carried_out(form, lambda: once_per_form(lambda: _create_employer(form, me), actor_id=me.id))
    if path is None:
        employers = queries.list_employers(centre_id)
        return render_template("accounts/employers.html", form=form, employers=employers), form.status
    flash(f"{form.name.data} is added.")
    return redirect(path)


def _show_member(membership_id: int, form: EndMembershipForm) -> ResponseReturnValue:
    me, membership = acting(), queries.get_membership(membership_id)
    require(POLICY, "show_member", me, membership)
    roles = queries.list_memberships_of(membership.person_id, centre_id=me.centre_id)
    return render_template("accounts/member.html", membership=membership, roles=roles, form=form), form.status


def _invite(form: InviteForm, me: Membership) -> str:
    invitation = Invitation(
        email=form.email.data or "",
        name=form.name.data or "",
        role=form.role.data,
        employer_id=form.employer_id.data or None,
        standing=form.standing.data,
    )
    services.invite_member(invitation, by=me)
    return url_for(".list_people")


def _create_employer(form: EmployerForm, me: Membership) -> str:
    services.create_employer(form.name.data or "", by=me)
    return url_for(".list_employers")
