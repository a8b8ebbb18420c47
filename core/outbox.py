"""Mail, written with the change it tells of and sent once that is on disk.

A letter that cannot be sent stays in the table with the reason, and is tried again: with later mail, and by
`flask outbox deliver`. Without an SMTP server every letter simply stays, for the local mailbox page.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

from sqlalchemy import Index, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, after_commit, db, transaction
from core.errors import NotFound
from core.settings import in_this_application, settings

SECONDS_TO_WAIT = 10  # for each step of the conversation with the mail server
MOST_ATTEMPTS = 12
_FIRST_PAUSE = timedelta(minutes=2)
_LONGEST_PAUSE = timedelta(hours=6)
_TROUBLE = (OSError, smtplib.SMTPException, ValueError)  # with the mail server, or with what it was given

log = logging.getLogger(__name__)
_postmen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")


class OutgoingMail(Base):
    """A letter to one person, sent or waiting."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index(None, "sent_at", "next_try_at"),)

    to: Mapped[str] = mapped_column("recipient")
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    last_error: Mapped[str | None]


def send_mail(*, to: str, subject: str, text: str) -> None:
    """Put a letter in the outbox, inside the transaction of what it tells of; it leaves after the commit."""
    now = clock.now()
    with transaction() as session:
        session.add(OutgoingMail(to=to, subject=subject, text=text, created_at=now, next_try_at=now))
        after_commit(_wake_postman)


def list_mail(limit: int = 100) -> Sequence[OutgoingMail]:
    """Return the newest letters first."""
    newest = select(OutgoingMail).order_by(OutgoingMail.created_at.desc(), OutgoingMail.id.desc())
    return db.session.scalars(newest.limit(limit)).all()


def get_mail(mail_id: int) -> OutgoingMail:
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None:
        raise NotFound("There is no such letter.")
    return mail


def deliver_waiting() -> tuple[int, int]:
    """Send every letter that is due. Return how many left and how many could not."""
    sent = failed = 0
    while (mail := _claim_next()) is not None:
        problem = _try_to_send(settings(), mail)
        with transaction() as session:
            outcome = {"last_error": problem} if problem else {"sent_at": clock.now(), "last_error": None}
            session.execute(update(OutgoingMail).where(OutgoingMail.id == mail.id).values(outcome))
        if problem:
            failed += 1
            log.warning("Letter %s could not be sent: %s", mail.id, problem)
        else:
            sent += 1
    return sent, failed


def _claim_next() -> OutgoingMail | None:
    """Take a letter that is due, so that no other postman sends it as well; its next try is set in advance."""
    while True:
        now = clock.now()
        mail = db.session.scalar(
            select(OutgoingMail)
            .where(OutgoingMail.sent_at.is_(None), OutgoingMail.next_try_at <= now)
            .where(OutgoingMail.attempts < MOST_ATTEMPTS)
            .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
            .limit(1)
        )
        if mail is None:
            return None
        attempts = mail.attempts
        pause = min(_FIRST_PAUSE * (1 << attempts), _LONGEST_PAUSE)
        with transaction() as session:
            claim = update(OutgoingMail).where(OutgoingMail.id == mail.id, OutgoingMail.attempts == attempts)
            claimed: Any = session.execute(claim.values(attempts=attempts + 1, next_try_at=now + pause))
        if claimed.rowcount == 1:
            return mail


def _try_to_send(config: Any, mail: OutgoingMail) -> str | None:
    """Hand one letter to the mail server; return what went wrong, or None."""
    try:
        _send(config, mail)
    except _TROUBLE as problem:
        return _in_words(problem)
    return None


def find_trouble_with_mail_server() -> str | None:
    """Connect and sign in as for a letter, without sending one; return what went wrong, or None."""
    try:
        with _mail_server(settings()) as server:
            server.noop()
    except _TROUBLE as problem:
        return _in_words(problem)
    return None


def _in_words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]


def _send(config: Any, mail: OutgoingMail) -> None:
    message = EmailMessage()
    message["From"] = config["MAIL_FROM"]
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate(mail.created_at.timestamp())
    message["Message-ID"] = make_msgid(idstring=str(mail.id), domain="touchstone.invalid")
    message.set_content(mail.text)
    with _mail_server(config) as server:
        server.send_message(message)


@contextmanager
def _mail_server(config: Any) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(config["SMTP_HOST"], config["SMTP_PORT"], timeout=SECONDS_TO_WAIT) as server:
        if config["SMTP_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        yield server


def _wake_postman() -> None:
    """Deliver beside the request, which neither waits for the mail server nor shows by its time who was written to."""
    if settings()["SMTP_HOST"]:
        _postmen.submit(in_this_application(_deliver_or_log))


def _deliver_or_log() -> None:
    try:
        deliver_waiting()
    except Exception:
        log.exception("The outbox could not be delivered; `flask outbox deliver` tries again.")
