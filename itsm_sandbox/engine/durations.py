"""Lengths of time as people write and read them: "30 min", "4 h", "2 h 30 min"."""

import re

_WRITTEN = re.compile(
    r"^(?:(\d{1,5})\s*(?:h|hours?|hrs?))?\s*(?:(\d{1,6})\s*(?:m|min|mins|minutes?)?)?$",
    re.IGNORECASE,
)


def minutes_of(text: str) -> int:
    """Read "45", "45 min", "4 h" or "2 h 30 min"; a ValueError says how to write it."""
    found = _WRITTEN.match(text.strip())
    if found is None or not any(found.groups()):
        raise ValueError("Write a time such as 30 min, 4 h or 2 h 30 min.")
    hours, minutes = (int(part or 0) for part in found.groups())
    return hours * 60 + minutes


def duration(minutes: int) -> str:
    """270 is "4 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def span(seconds: int | None) -> str:
    """1 h 20 min; of service time."""
    if seconds is None:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
