"""What a cell of a downloaded table may hold, so that no spreadsheet takes it for a formula."""

import unicodedata

FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
LONGEST_CELL = 32_000  # a spreadsheet keeps 32,767 characters in a cell


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


def _first_visible(text: str) -> str:
    return next((letter for letter in text if not _is_invisible(letter)), "")


def _is_invisible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cf", "Mn", "Zs")
