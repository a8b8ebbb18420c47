"""Puts the packages together into one application. Only tests and the server import it."""

import secrets
from pathlib import Path
from uuid import uuid4

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2 import FileSystemBytecodeCache
from werkzeug.exceptions import HTTPException

from accounts import session
from accounts import views as accounts_views
from accounts.commands import accounts_commands
from accounts.navigation import frame
from assessment.blueprint import bp as assessment_pages
from assessment.commands import assessment_commands
from core import assets, config, formatting, health, web
from core.commands import outbox_commands
from core.db import db
from core.discovery import import_package
from core.errors import DomainError
from core.ledger.commands import ledger_commands
from core.routing import RowId
from demo.commands import demo
from demo.content import sign_ins
from itsm_sandbox.commands import workplace_commands
from itsm_sandbox.engine import registry
from itsm_sandbox.engine import views as itsm_sandbox_views
from portfolio.blueprint import bp as portfolio_pages
from portfolio.commands import portfolio_commands
from reports import views as reports_views
from standards import commands as standards_commands
from standards import views as standards_views

HOME = Path(__file__).parent  # templates, static and migrations lie beside this file
for package in ("portfolio", "assessment", "itsm_sandbox"):
    import_package(package)  # each module registers what it brings: tables, pages, kinds, answers to events
registry.seal()

csrf = CSRFProtect()
migrate = Migrate()

BLUEPRINTS = (
    health.bp,
    accounts_views.bp,
    standards_views.bp,
    portfolio_pages,
    assessment_pages,
    itsm_sandbox_views.bp,
    reports_views.bp,
)
COMMANDS = (
    accounts_commands,
    assessment_commands,
    demo,
    ledger_commands,
    outbox_commands,
    portfolio_commands,
    standards_commands.cli,
    workplace_commands,
)


def create_app(**settings: object) -> Flask:
    """Build the application. `settings` win over the environment; tests use them."""
    instance = Path(str(settings.get("INSTANCE_FOLDER") or config.instance_folder(HOME)))
    app = Flask(__name__, instance_path=str(instance))
    app.config.update(config.load(instance), DEMO_SIGN_INS=sign_ins())
    app.config.update(settings)

    db.init_app(app)
    migrate.init_app(app, db, directory=str(HOME / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    app.url_map.converters["int"] = RowId
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)

    assets.init_app(app)
    web.init_app(app)
    session.init_app(app)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # else every process compiles each template once more
    app.jinja_env.globals.update(new_request_key=lambda: uuid4().hex)
    app.jinja_env.filters.update(formatting.FILTERS)
    app.context_processor(frame)
    app.after_request(_set_security_headers)
    app.register_error_handler(DomainError, _show_domain_error)
    app.register_error_handler(CSRFError, _show_expired_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_unexpected_error)
    return app


def _set_security_headers(response: Response) -> Response:
    """Refuse inline script and style, framing, sniffing and other hosts on every answer, errors included."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(self), microphone=(self)")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _answer_error(title: str, message: str, status: int) -> ResponseReturnValue:
    if web.wants_json():
        return jsonify(message=message), status
    return render_template("error.html", title=title, message=message, status=status), status


_TITLES = {
    403: "You cannot do that",
    404: "Page not found",
    409: "That could not be done",
    413: "That file is too large",
    422: "Something needs another look",
    429: "Please wait a moment",
}


def _show_domain_error(error: DomainError) -> ResponseReturnValue:
    title = error.title or _TITLES.get(error.status, "That could not be done")
    return _answer_error(title, str(error), error.status)


def _show_expired_form(_error: CSRFError) -> ResponseReturnValue:
    sentence = (
        "You were signed out, or the page was open for too long, so nothing was sent. "
        "Sign in if you are asked to, open the page again and send it once more."
    )
    return _answer_error("The page has expired", sentence, 400)


_SENTENCES = {
    404: "We could not find that. It may have moved, or you may not have access to it.",
    405: "That address does not answer this kind of request.",
    413: "The most that can be sent at once is 200 MB. Nothing was saved.",
}


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    sentence = _SENTENCES.get(status, "The request could not be read. Go back and try again.")
    return _answer_error(_TITLES.get(status, "That could not be done"), sentence, status)


def _show_unexpected_error(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    current_app.logger.error("Unexpected error %s on %s", reference, request.path, exc_info=error)
    sentence = f"Something went wrong on our side, and nothing was changed. If it happens again, quote {reference}."
    return current_app.jinja_env.get_template("unexpected.html").render(message=sentence), 500
