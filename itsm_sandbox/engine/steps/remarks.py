"""Remarks on figures, written one a line as "Figure: what is said of it"."""

from collections.abc import Iterable, Sequence

FEWEST_LETTERS = 15


def remark_on(label: str, lines: Sequence[str]) -> str:
    """What is said of the figure of this label; empty when nothing is."""
    start = f"{label.casefold()}:"
    return next((line[len(start) :].strip() for line in lines if line.casefold().startswith(start)), "")


def without_remark(labels: Iterable[str], lines: Sequence[str]) -> list[str]:
    """The labels of which nothing, or next to nothing, is said."""
    return [label for label in labels if len(remark_on(label, lines)) < FEWEST_LETTERS]


def asks_for_remarks(labels: Iterable[str], lines: Sequence[str]) -> str | None:
    """The sentence that says what is missing."""
    missing = without_remark(labels, lines)
    if not missing:
        return None
    return (
        f"Say something of each in at least {FEWEST_LETTERS} characters, on a line of its own that begins with its "
        f"name and a colon: {'; '.join(missing)}."
    )
