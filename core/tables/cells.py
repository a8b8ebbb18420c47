"""From the text in a cell to the value that a field takes."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from core.clock import LONDON
from core.tables.faults import Unreadable
from core.text import whole_number

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d/%b/%Y", "%d-%b-%Y", "%d/%m/%y")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?$")
_MONEY = re.compile(r"^(?:£|GBP)?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?$")
EARLIEST, LATEST = 1970, 2100


def name_of(text: str) -> str:
    """How names of columns, choices and places are compared: letters and digits only, in small letters."""
    return re.sub(r"[\W_]+", "", text.casefold())


def read_day(text: str) -> date:
    """A day, with a time of day or without, the day before the month."""
    bare = _TIME_OF_DAY.sub("", text.strip())
    for pattern in DAYS:
        try:
            found = datetime.strptime(bare, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        _check_year(found.year, text)
        return found
    raise Unreadable(
        f"“{_cut(text)}” is no date that we know.", "Write it as 2026-09-30 or 30/09/2026, day before month."
    )


def read_moment(text: str, patterns: Sequence[str]) -> datetime:
    """A date with a time in one of the formats that a tool writes. Without a zone it is London's time."""
    tidy = re.sub(r"\s+", " ", text.strip())
    for pattern in patterns:
        try:
            found = datetime.strptime(tidy, pattern)  # noqa: DTZ007 -- its zone is added below when it has none
        except ValueError:
            continue
        zone = UTC if pattern.endswith("Z") else LONDON
        _check_year(found.year, text)
        return found if found.tzinfo else found.replace(tzinfo=zone)
    raise Unreadable(
        f"“{_cut(text)}” is no date in a format that this tool writes.",
        "Set the format to year-month-day in the tool and export again, or leave this column out of the dates.",
    )


def read_money(text: str) -> int:
    """Pence."""
    found = _MONEY.match(text.strip())
    if found is None:
        raise Unreadable(f"“{_cut(text)}” is no amount in pounds.", "Write it as 1234.50 or £1,234.50.")
    try:
        return int(Decimal(found[1].replace(",", "") + (found[2] or "")) * 100)
    except InvalidOperation as error:
        raise Unreadable(f"“{_cut(text)}” is no amount in pounds.", "Write it as 1234.50.") from error


def read_number(text: str) -> int:
    number = whole_number(text.strip().replace(",", ""))
    if number is None:
        raise Unreadable(f"“{_cut(text)}” is no whole number.", "Write digits only.")
    return number


def read_choice(text: str, choices: Sequence[tuple[str, str]]) -> str:
    """The choice whose value or label it is."""
    wanted = name_of(text)
    for value, label in choices:
        if wanted in {name_of(value), name_of(label)}:
            return value
    raise Unreadable(
        f"“{_cut(text)}” is none of the choices.", f"Use one of: {', '.join(label for _, label in choices)}."
    )


def read_yes_no(text: str) -> bool:
    wanted = name_of(text)
    if wanted in {"yes", "y", "true", "1", "x"}:
        return True
    if wanted in {"no", "n", "false", "0", ""}:
        return False
    raise Unreadable(f"“{_cut(text)}” is neither yes nor no.", "Write Yes or No.")


def _check_year(year: int, text: str) -> None:
    if not EARLIEST <= year <= LATEST:
        raise Unreadable(f"“{_cut(text)}” is in the year {year}.", f"Give a year from {EARLIEST} to {LATEST}.")


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
