"""A file's name as it is shown. It never becomes a path."""

import unicodedata

LONGEST_NAME = 150
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, marks that turn text round, and what is no letter


def shown_name(name: str) -> str:
    """The last part of what the browser sent, without invisible characters, at most 150 long, its ending kept."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _HIDDEN)
    clean = " ".join(unicodedata.normalize("NFC", visible).split()).strip(". ")
    if len(clean) > LONGEST_NAME:
        stem, dot, ending = clean.rpartition(".")
        tail = dot + ending if stem and len(ending) <= 10 else ""
        clean = clean[: LONGEST_NAME - len(tail)].rstrip(". ") + tail
    return clean or "file"


def ending(name: str) -> str:
    """The lower-case ending without its dot; "" when there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""
