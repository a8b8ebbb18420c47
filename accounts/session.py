"""Who is signed in, and as whom they act.

The cookie carries a random key; the row `SignInSession` it belongs to says whose it is. So a copied cookie dies with
the row: at sign-out, at a change of role or password, when the person is disabled or the membership ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

import flask_login
from flask import Flask, g, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy import func, inspect, select, update
from sqlalchemy.orm import contains_eager, joinedload

from accounts.models import Membership, Notification, Person, Role, SignInSession
from accounts.rules import own_path
from accounts.secrets import hash_of, new_secret
from core import clock
from core.db import db, transaction
from core.errors import DomainError
from core.web import wants_json

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_SIGN_IN = timedelta(hours=12)
LONGEST_IDLE_FOR_STAFF = timedelta(minutes=30)
_SEEN = "seen"
_SEEN_EVERY_SECONDS = 60

login_manager = LoginManager()


class NotSignedIn(DomainError):
    """Something that needs a person was asked for or sent by a script, or from a page open for too long."""

    status = 401
    title = "Your sign-in has ended"


class NoMembership(DomainError):
    """They are who they say, but hold no role anywhere today."""

    status = 403


@dataclass(frozen=True)
class SignedIn:
    """What Flask-Login knows of the visitor: the key of their session and the membership they act as."""

    key: str
    membership: Membership
    unread: int = 0  # notifications
    others: tuple[Membership, ...] = ()  # what they may switch to today
    held: tuple[object, ...] = ()  # rows the frame draws: kept here so that a later select cannot let them go
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.key


def init_app(app: Flask) -> None:
    """Let Flask-Login look the visitor up by our sessions."""
    login_manager.session_protection = None  # a phone changes its address; the key in the cookie is the proof
    login_manager.user_loader(_load)
    login_manager.unauthorized_handler(_ask_to_sign_in)
    login_manager.init_app(app)


def login_required(view: Callable[P, R]) -> Callable[P, R]:
    """Send visitors who are not signed in to the sign-in page (Flask-Login's own, with types)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        guard: Callable[..., R] = flask_login.login_required(view)
        return guard(*args, **kwargs)

    return guarded


def acting() -> Membership:
    """Return the membership the signed-in person acts as, with its person, centre and employer loaded."""
    membership = find_acting()
    if membership is None:
        raise NotSignedIn("You are not signed in. Sign in and try again.")
    return membership


def find_acting() -> Membership | None:
    signed_in = find_signed_in()
    return signed_in.membership if signed_in else None


def find_signed_in() -> SignedIn | None:
    if not has_request_context():
        return None
    user = current_user._get_current_object()  # noqa: SLF001 -- the documented way to what the proxy stands for
    if isinstance(user, SignedIn) and inspect(user.membership).expired:  # forgotten when a transaction rolled back
        user = g._login_user = _load(user.key)  # noqa: SLF001 -- where Flask-Login keeps the visitor
    return user if isinstance(user, SignedIn) else None


def sign_in_person(person: Person, remember: bool = False) -> Membership:  # noqa: FBT001, FBT002 -- reads as a word
    """Start a new session for this person, acting as they last did; an earlier session in this browser ends.

    `remember` keeps the session when the browser closes; it still ends after twelve hours.
    """
    membership = _find_first_membership(person)
    if membership is None:
        raise NoMembership("You have no current role in any centre. Ask your training provider to invite you again.")
    _start(membership, keep=remember)
    return membership


def switch_to(membership: Membership) -> None:
    """Act as another membership of the same person, in a new session that ends when the old one would have."""
    with transaction():
        old = db.session.scalar(select(SignInSession).where(SignInSession.key_hash == hash_of(current_user.get_id())))
        _start(membership, keep=session.permanent, started_at=old.started_at if old else None)


def sign_out() -> None:
    """End the session for good: its cookie is refused from now on, wherever it was copied to."""
    _end_session_of_cookie()
    flask_login.logout_user()
    session.clear()


def _start(membership: Membership, *, keep: bool, started_at: datetime | None = None) -> None:
    key = new_secret()
    with transaction() as database:
        _end_session_of_cookie()
        database.add(
            SignInSession(
                key_hash=hash_of(key),
                membership_id=membership.id,
                epoch=membership.person.session_epoch,
                started_at=started_at or clock.now(),
            )
        )
    session.clear()
    session.permanent = keep
    session[_SEEN] = int(clock.now().timestamp())
    flask_login.login_user(SignedIn(key, membership))


def _end_session_of_cookie() -> None:
    key = session.get("_user_id")
    if not isinstance(key, str):
        return
    with transaction() as database:
        database.execute(
            update(SignInSession)
            .where(SignInSession.key_hash == hash_of(key), SignInSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )


def _find_first_membership(person: Person) -> Membership | None:
    """Return the membership used last, or the oldest, of those current today."""
    last_used = (
        select(SignInSession.started_at)
        .where(SignInSession.membership_id == Membership.id)
        .order_by(SignInSession.started_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    memberships = db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person.id)
        .options(joinedload(Membership.person), joinedload(Membership.centre), joinedload(Membership.employer))
        .order_by(last_used.is_(None), last_used.desc(), Membership.id)
    )
    return next((m for m in memberships if m.is_current(clock.today())), None)


def _load(key: str) -> SignedIn | None:
    unread = (
        select(func.count())
        .where(Notification.membership_id == Membership.id, Notification.read_at.is_(None))
        .correlate(Membership)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Membership, unread)
        .join(SignInSession, SignInSession.membership_id == Membership.id)
        .join(Membership.person)
        .where(
            SignInSession.key_hash == hash_of(key),
            SignInSession.ended_at.is_(None),
            SignInSession.started_at > clock.now() - LONGEST_SIGN_IN,
            SignInSession.epoch == Person.session_epoch,
            Person.disabled_at.is_(None),
        )
        .options(
            contains_eager(Membership.person).joinedload(Person.memberships).joinedload(Membership.centre),
            joinedload(Membership.centre),
            joinedload(Membership.employer),
        )
    ).unique()
    membership, unread_now = next(iter(found), (None, 0))
    if membership is None or not membership.is_current(clock.today()) or _was_idle_too_long(membership.role):
        return None
    others = tuple(m for m in membership.person.memberships if m is not membership and m.is_current(clock.today()))
    held = (membership.person, membership.centre, membership.employer, *(other.centre for other in others))
    return SignedIn(key, membership, unread_now, others, held)


def _was_idle_too_long(role: Role) -> bool:
    """Say whether staff were away too long; if not, note in the cookie that they are here."""
    now = clock.now().timestamp()
    idle = now - int(session.get(_SEEN, 0))
    if role is not Role.APPRENTICE and idle > LONGEST_IDLE_FOR_STAFF.total_seconds():
        return True
    if idle > _SEEN_EVERY_SECONDS:
        session[_SEEN] = int(now)
    return False


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.headers.get("HX-Request") or wants_json():
        raise NotSignedIn("You are not signed in any more. Sign in in another tab, then try again.")
    if request.method != "GET":
        raise NotSignedIn(
            "So what you sent was not saved. Sign in in another tab, then go back to this page and send it again: "
            "what you typed is still there."
        )
    target = url_for("accounts.sign_in")
    back = own_path(request.full_path.removesuffix("?"))
    return redirect(f"{target}?{urlencode({'next': back}, safe='/')}" if back else target)
