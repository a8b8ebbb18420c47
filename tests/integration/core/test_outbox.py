import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from core import clock, outbox
from core.db import transaction
from core.errors import DomainError


class PretendServer:
    """A mail server in this process: keeps what it is given, or refuses it."""

    given: list[EmailMessage] = []
    refuses_with: Exception | None = None

    def __init__(self, _host: str, _port: int, *, timeout: float) -> None:
        assert timeout <= 10
        if self.refuses_with:
            raise self.refuses_with

    def __enter__(self) -> "PretendServer":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def send_message(self, message: EmailMessage) -> None:
        self.given.append(message)


@pytest.fixture
def server(app: Flask, database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[PretendServer]]:
    class Fresh(PretendServer):
        given: list[EmailMessage] = []

    settings: dict[str, Any] = {"SMTP_HOST": "mail.example.org", "SMTP_STARTTLS": False, "SMTP_USER": ""}
    before = {name: app.config[name] for name in settings}
    app.config.update(settings)
    monkeypatch.setattr(smtplib, "SMTP", Fresh)
    monkeypatch.setattr(outbox, "_wake_postman", lambda: None)  # delivered by the test itself, on its own connection
    yield Fresh
    app.config.update(before)


def write(subject: str = "Hello") -> None:
    outbox.send_mail(to="aileen@example.org", subject=subject, text="Good morning, Eilidh ☀\n")


def test_a_letter_is_sent_once(server: type[PretendServer]) -> None:
    write()

    assert outbox.deliver_waiting() == (1, 0)
    assert outbox.deliver_waiting() == (0, 0)
    [message] = server.given
    assert (message["To"], message["Subject"]) == ("aileen@example.org", "Hello")
    assert "☀" in message.get_content()
    assert outbox.list_mail()[0].sent_at is not None


@pytest.mark.parametrize(
    "problem", [ConnectionRefusedError("refused"), TimeoutError("too slow"), smtplib.SMTPDataError(451, b"busy")]
)
def test_a_letter_that_cannot_be_sent_is_kept_with_the_reason_and_tried_again_later(
    server: type[PretendServer], problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    write()
    server.refuses_with = problem

    assert outbox.deliver_waiting() == (0, 1)
    letter = outbox.list_mail()[0]
    assert letter.sent_at is None
    assert letter.attempts == 1
    assert letter.last_error is not None
    assert type(problem).__name__ in letter.last_error
    assert "could not be sent" in caplog.text

    server.refuses_with = None
    assert outbox.deliver_waiting() == (0, 0), "it waits before the next try"
    with clock.pinned(clock.now() + timedelta(minutes=5)):
        assert outbox.deliver_waiting() == (1, 0)


def test_a_letter_with_a_line_break_in_its_subject_cannot_smuggle_a_header(server: type[PretendServer]) -> None:
    write("Hello\nBcc: everyone@example.org")

    assert outbox.deliver_waiting() == (0, 1)
    assert server.given == []


@pytest.mark.usefixtures("database")
def test_a_letter_of_a_change_that_is_rolled_back_is_never_written() -> None:
    def change_of_mind() -> None:
        with transaction():
            write()
            raise DomainError("Not this time.")

    with pytest.raises(DomainError):
        change_of_mind()
    assert outbox.list_mail() == []


def test_the_command_says_what_it_did(app: Flask, server: type[PretendServer]) -> None:
    write()
    assert app.test_cli_runner().invoke(args=["outbox", "deliver"]).output == "1 sent, 0 could not be sent.\n"


def test_the_command_asks_for_a_mail_server(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["outbox", "deliver"])
    assert result.exit_code == 1
    assert "Set SMTP_HOST" in result.output
