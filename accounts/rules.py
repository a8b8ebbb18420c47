"""What makes a password, an address to return to, and a pause between guesses: pure rules."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

SHORTEST_PASSWORD = 15  # NIST SP 800-63B-4, where the password is the only factor
LONGEST_PASSWORD = 128

FREE_FAILURES = 10
FAILURE_WINDOW = timedelta(minutes=15)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
FREE_FAILURES_PER_ADDRESS = 50
FREE_RESETS_PER_ADDRESS = 20
MOST_FAILURES = 100  # in a row; then the password must be reset (NIST SP 800-63B-4)
MOST_LINKS_AT_ONCE = 3  # to one person in half an hour


def own_path(text: str | None) -> str | None:
    r"""Return `text` when it is a path on this site, else None; refuses `//host`, `/\host` and control characters."""
    if not text or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if not parts.scheme and not parts.netloc else None


def is_email(text: str) -> bool:
    """Tell whether mail could be sent to it; whether anybody reads it, only mail can tell."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def find_password_problem(password: str, *, about: Sequence[str], common: Collection[str]) -> str | None:
    """Return the sentence to show when this password will not do.

    `about` holds what others know of the person (name, e-mail address), `common` the passwords guessed first, in
    lower case.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters. A few words in a row are easy to remember."
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    plain = password.casefold()
    if plain in common or _is_one_piece_repeated(plain):
        return "This password is among the first that are guessed. Choose another."
    if any(plain == known.casefold() for known in about):
        return "Do not use your name or e-mail address as the password."
    return None


def _is_one_piece_repeated(text: str) -> bool:
    """Say whether the text is a piece of at most five characters again and again, such as abcabcabc."""
    return any((text[:size] * len(text))[: len(text)] == text for size in range(1, 6))


def find_next_try(failures: Sequence[datetime], *, free: int) -> datetime | None:
    """Return when the next guess may be made, or None when at once; `failures` are the recent ones, newest first.

    The pause doubles with each failure after the free ones, up to a quarter of an hour.
    """
    extra = len(failures) - free
    if extra < 0:
        return None
    pause = min(FIRST_PAUSE * (1 << min(extra, 10)), LONGEST_PAUSE)
    return failures[0] + pause
