"""The mail that would have been sent, shown on this machine while no mail server is set."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from accounts.views import bp
from core import outbox
from core.errors import NotFound


@bp.get("/mailbox")
def list_mail() -> ResponseReturnValue:
    _only_in_development()
    return render_template("accounts/mailbox.html", letters=outbox.list_mail())


@bp.get("/mailbox/<int:mail_id>")
def show_mail(mail_id: int) -> ResponseReturnValue:
    _only_in_development()
    return render_template("accounts/letter.html", letter=outbox.get_mail(mail_id))


def _only_in_development() -> None:
    if not current_app.config["SHOW_MAILBOX"]:
        raise NotFound("We could not find that. It may have moved, or you may not have access to it.")
