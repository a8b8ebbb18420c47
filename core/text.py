"""Typed text before anything else looks at it: what it is cleaned of, and the number that it may be."""

from typing import Any

LARGEST = 2**31 - 1


def without_controls(value: Any) -> Any:
    """Take out characters that no keyboard types; PostgreSQL refuses NUL. What is no text stays as it is."""
    if type(value) is not str:  # a member of a StrEnum is one of its own choices already
        return value
    return "".join(letter for letter in value if letter >= " " or letter in "\t\r\n")


def whole_number(text: str | None) -> int | None:
    """The number that the text is, written in digits alone and held by any column; anything else is none."""
    if not text or not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    number = int(text)
    return number if number <= LARGEST else None
