"""The words for states in a downloaded table, and a file's name."""

import re
import unicodedata
from datetime import date

STATE_WORDS = {
    "not_started": "Not started",
    "working_towards": "Working towards",
    "more_needed": "More needed",
    "met": "Met",
    "challenged": "Challenged",
}
NOT_STARTED = STATE_WORDS["not_started"]
NOT_CHOSEN = "Not chosen"


def file_name(title: str, on: date, extension: str) -> str:
    """Return a name such as `cohort-it-support-2026-11-22.csv`, of letters, digits and hyphens only."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_title.lower())
    return "-".join(["cohort", *words])[:80].strip("-") + f"-{on.isoformat()}.{extension}"
