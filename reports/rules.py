"""What a cell of a downloaded table may hold, so that no spreadsheet takes it for a formula, and a file's name."""

import re
import unicodedata
from datetime import date

FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
LONGEST_CELL = 32_000  # a spreadsheet keeps 32,767 characters in a cell
STATE_WORDS = {
    "not_started": "Not started",
    "working_towards": "Working towards",
    "more_needed": "More needed",
    "met": "Met",
    "challenged": "Challenged",
}
NOT_STARTED = STATE_WORDS["not_started"]
NOT_CHOSEN = "Not chosen"


def plain_text(text: str) -> str:
    """Return one line of text that a cell can hold: control characters become spaces, what is too long is cut."""
    cleaned = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    return cleaned[:LONGEST_CELL]


def safe_cell(text: str) -> str:
    """Return text for CSV, with an apostrophe before anything that a spreadsheet could take for a formula.

    Full-width forms count as well, also behind spaces and characters that do not show; a tab or a line break at the
    start counts too, although it becomes a space.
    """
    starts_oddly = text[:1] in ("\t", "\r", "\n")
    plain = plain_text(text)
    return "'" + plain if starts_oddly or _first_visible(plain) in FORMULA_STARTS else plain


def file_name(title: str, on: date, extension: str) -> str:
    """Return a name such as `cohort-it-support-2026-11-22.csv`, of letters, digits and hyphens only."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_title.lower())
    return "-".join(["cohort", *words])[:80].strip("-") + f"-{on.isoformat()}.{extension}"


def _first_visible(text: str) -> str:
    return next((letter for letter in text if not _is_invisible(letter)), "")


def _is_invisible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cf", "Mn", "Zs")
