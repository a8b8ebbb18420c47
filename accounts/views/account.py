"""One's own account: roles, password, notifications."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import queries, services, session
from accounts.devices import find_known_device
from accounts.forms import ChangePasswordForm
from accounts.models import Membership
from accounts.session import acting, login_required
from accounts.views import bp
from core.forms import carried_out
from core.web import requested_page


@bp.get("/account")
@login_required
def show_account() -> ResponseReturnValue:
    return _show_account(ChangePasswordForm())


@bp.post("/account/password")
@login_required
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if carried_out(form, lambda: _change_password(form, acting())):
        session.switch_to(acting())
        flash("Your password is changed. Every other browser is signed out.")
        return redirect(url_for(".show_account"))
    return _show_account(form)


@bp.get("/notifications")
@login_required
def list_notifications() -> ResponseReturnValue:
    page = queries.list_notifications(acting().id, page=requested_page())
    return render_template("accounts/notifications.html", page=page)


@bp.post("/notifications/<int:notification_id>/open")
@login_required
def open_notification(notification_id: int) -> ResponseReturnValue:
    return redirect(services.read_notification(notification_id, by=acting()).path)


@bp.post("/notifications/read")
@login_required
def read_all_notifications() -> ResponseReturnValue:
    services.read_all_notifications(by=acting())
    flash("All notifications are marked as read.")
    return redirect(url_for(".list_notifications"))


def _show_account(form: ChangePasswordForm) -> ResponseReturnValue:
    memberships = queries.list_memberships_of(acting().person_id)
    return render_template("accounts/account.html", form=form, memberships=memberships), form.status


def _change_password(form: ChangePasswordForm, me: Membership) -> bool:
    services.change_password(
        form.present.data or "",
        form.password.data or "",
        by=me,
        address=request.remote_addr or "",
        device=find_known_device(services.account_of(me.person.email)),
    )
    return True
