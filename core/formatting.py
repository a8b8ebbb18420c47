"""How days, times and sizes read in British English. Pure; registered as template filters."""

from datetime import date, datetime

from core import clock


def day(value: date | datetime | None) -> str:
    """22 Nov 2026; of a moment, the day it was in the United Kingdom."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(clock.LONDON)
    return f"{value.day} {value:%b %Y}"


def when(value: datetime | None) -> str:
    """22 Nov 2026 at 10:42, United Kingdom time."""
    return f"{day(value)} at {value.astimezone(clock.LONDON):%H:%M}" if value else ""


def iso_day(text: str) -> str:
    """As `day`, of one that was kept as text, such as 2026-11-22."""
    return day(date.fromisoformat(text))


def iso_when(text: str) -> str:
    return when(datetime.fromisoformat(text))


def ago(value: datetime | None) -> str:
    """How long since `value`, roughly: "just now", "5 minutes ago", "yesterday", "3 weeks ago"."""
    if value is None:
        return ""
    minutes = int((clock.now() - value).total_seconds() // 60)
    days = (clock.today() - value.astimezone(clock.LONDON).date()).days
    if minutes < 60:
        return _count(minutes, "minute") if minutes > 0 else "just now"
    if days < 2:
        return "yesterday" if days == 1 else _count(minutes // 60, "hour")
    if days < 70:
        return _count(days, "day") if days < 14 else _count(days // 7, "week")
    return day(value)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} ago"


def count(number: int, one: str, many: str = "") -> str:
    """`count(1, "criterion", "criteria")` is "1 criterion"; without `many` an s is added."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(octets: int) -> str:
    """12 KB, 3.4 MB; thousands, as file managers show."""
    if octets < 1000:
        return f"{octets} bytes"
    if octets < 1_000_000:
        return f"{octets / 1000:.0f} KB"
    return f"{octets / 1_000_000:.1f} MB".replace(".0 ", " ")


FILTERS = {"day": day, "when": when, "iso_day": iso_day, "iso_when": iso_when, "ago": ago, "size": size}
