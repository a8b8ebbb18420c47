"""Signing in and out: welcome, sign-in, forgotten passwords, invitations."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import queries, services, session
from accounts.devices import find_known_device, remember_device
from accounts.forms import AcceptInvitationForm, ForgottenPasswordForm, ResetPasswordForm, SignInForm
from accounts.models import Person, Role, TokenPurpose
from accounts.rules import own_path
from accounts.session import acting, find_acting, login_required
from accounts.views import bp
from core.forms import carried_out

HOMES = {
    Role.APPRENTICE: "assessment.show_home",
    Role.ASSESSOR: "assessment.show_queue",
    Role.LINE_MANAGER: "assessment.show_team",
    Role.VERIFIER: "assessment.list_enrolments",
    Role.EXTERNAL_VERIFIER: "assessment.list_enrolments",
    Role.PROVIDER_ADMIN: "reports.show_centre",
}


@bp.get("/")
def home() -> ResponseReturnValue:
    me = find_acting()
    if me is None:
        return render_template("accounts/welcome.html")
    return redirect(url_for(HOMES[me.role]))


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    back = own_path(request.args.get("next")) or url_for(".home")
    if find_acting() is not None:
        return redirect(back)
    form = SignInForm()
    person = carried_out(form, lambda: _check_password(form))
    if person is None:
        config = current_app.config
        shown = config.get("DEMO_SIGN_INS", ()) if config["SHOW_DEMO_SIGN_INS"] else ()
        return render_template("accounts/sign_in.html", form=form, demo_sign_ins=shown), form.status
    session.sign_in_person(person, remember=form.remember.data)
    response = make_response(redirect(back))
    remember_device(response, services.account_of(person.email))
    return response


@bp.post("/sign-out")
@login_required
def sign_out() -> ResponseReturnValue:
    session.sign_out()
    flash("You are signed out.")
    return redirect(url_for(".home"))


@bp.post("/memberships/<int:membership_id>/act")
@login_required
def switch_membership(membership_id: int) -> ResponseReturnValue:
    membership = services.switch_membership(membership_id, by=acting())
    session.switch_to(membership)
    flash(f"You now act as {membership.role.label.lower()}, {membership.centre.name}.")
    return redirect(url_for(".home"))


@bp.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> ResponseReturnValue:
    form = ForgottenPasswordForm()
    if carried_out(form, lambda: _request_reset(form)):
        return render_template("accounts/reset_requested.html", email=form.email.data)
    return render_template("accounts/forgotten_password.html", form=form), form.status


@bp.route("/reset-password/<secret>", methods=["GET", "POST"])
def reset_password(secret: str) -> ResponseReturnValue:
    person = services.check_link(secret, TokenPurpose.PASSWORD_RESET)
    email, form = person.email, ResetPasswordForm()
    if carried_out(form, lambda: services.reset_password(secret, form.password.data or "")):
        flash("Your new password is set. Sign in with it.")
        return redirect(url_for(".sign_in"))
    return render_template("accounts/reset_password.html", form=form, email=email), form.status


@bp.route("/invitations/<secret>", methods=["GET", "POST"])
def accept_invitation(secret: str) -> ResponseReturnValue:
    invited = services.check_link(secret, TokenPurpose.INVITATION)
    email, form = invited.email, AcceptInvitationForm(name=invited.name)
    person = carried_out(form, lambda: _accept(secret, form))
    if person is None:
        person = services.check_link(secret, TokenPurpose.INVITATION)
        roles = queries.list_memberships_of(person.id)
        return render_template("accounts/accept_invitation.html", form=form, email=email, roles=roles), form.status
    session.sign_in_person(person)
    response = make_response(redirect(url_for(".home")))
    remember_device(response, services.account_of(person.email))
    return response


def _check_password(form: SignInForm) -> Person:
    email = form.email.data or ""
    return services.sign_in(
        email, form.password.data or "", address=_address(), device=find_known_device(services.account_of(email))
    )


def _request_reset(form: ForgottenPasswordForm) -> bool:
    services.request_password_reset(form.email.data or "", address=_address())
    return True


def _accept(secret: str, form: AcceptInvitationForm) -> Person:
    return services.accept_invitation(secret, name=form.name.data or "", password=form.password.data or "")


def _address() -> str:
    return request.remote_addr or ""
