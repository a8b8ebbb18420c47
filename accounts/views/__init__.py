"""Pages for signing in, for one's own account, and for the people of a centre."""

from flask import Blueprint

from core import clock

bp = Blueprint("accounts", __name__)
bp.add_app_template_global(clock.today, "today")

from accounts.views import account, mailbox, people, sign_in  # noqa: E402, F401 -- these add their pages to `bp`
