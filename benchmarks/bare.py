"""The bare limit: Flask, a sign-in, one indexed select of 170 tuples and a Jinja table; nothing a product needs."""

import gc
import os
from typing import Any

import flask_login
from flask import Flask, render_template_string
from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CRITERIA = 170

TEMPLATE = """<!doctype html><html lang="en-GB"><head><title>Plan</title></head><body><h1>{{ name }}</h1>
<table>{% for code, statement, state, count in rows %}<tr><th>{{ code }}</th><td>{{ statement }}</td>
<td>{{ state }}</td><td>{{ count }}</td></tr>{% endfor %}</table></body></html>"""


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


db = SQLAlchemy(model_class=Base)


class User(UserMixin, Base):  # type: ignore[misc]  # Flask-Login is untyped
    __tablename__ = "user"

    name: Mapped[str]


class Row(Base):
    __tablename__ = "row"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code: Mapped[str]
    statement: Mapped[str]
    state: Mapped[str]
    count: Mapped[int]


def create_app(address: str = "") -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="bare", SQLALCHEMY_DATABASE_URI=address or os.environ["BARE_DATABASE"])
    db.init_app(app)
    login = LoginManager(app)
    login.user_loader(lambda key: db.session.get(User, int(key)))

    @app.get("/enter")
    def enter() -> str:
        flask_login.login_user(db.session.get_one(User, 1))
        return "in"

    @app.get("/plans/<int:user_id>")
    @flask_login.login_required  # type: ignore[untyped-decorator]  # Flask-Login is untyped
    def plan(user_id: int) -> str:
        rows = db.session.execute(
            select(Row.code, Row.statement, Row.state, Row.count).where(Row.user_id == user_id).order_by(Row.id)
        ).all()
        return render_template_string(TEMPLATE, name=f"Plan {user_id}", rows=rows)

    return app


def application() -> Flask:
    """Start as the product starts: what lives for ever is kept from the garbage collector."""
    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return app


def fill(address: str, users: int) -> None:
    """Store `users` people with 170 rows each."""
    app = create_app(address)
    with app.app_context():
        db.drop_all()
        db.create_all()
        db.session.execute(insert(User), [{"id": n + 1, "name": f"Person {n}"} for n in range(users)])
        for user in range(1, users + 1):
            db.session.execute(insert(Row), [_row(user, n) for n in range(CRITERIA)])
        db.session.commit()


def _row(user: int, n: int) -> dict[str, Any]:
    states = ("not started", "working towards", "more needed", "met")
    statement = f"Explains how requests of kind {n} are answered in line with the procedures of the organisation"
    return {"user_id": user, "code": f"C{n}", "statement": statement, "state": states[n % 4], "count": n % 5}
