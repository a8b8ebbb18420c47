"""What was typed into a draft beside what is saved, where the two are not the same."""

from collections.abc import Mapping
from typing import Any

Difference = tuple[str, str, str]  # label, what was typed, what is saved
Words = tuple[str, ...]


def field_differences(
    labels: Mapping[str, str], typed: Mapping[str, Any], saved: Mapping[str, Any]
) -> list[Difference]:
    """One for each field that has a label, in the order of the labels."""
    return [
        (label, _value_in_words(typed[name]), _value_in_words(saved[name]))
        for name, label in labels.items()
        if typed[name] != saved[name]
    ]


def row_difference(
    label: str, typed: Mapping[int, Words], saved: Mapping[int, Words], codes: Mapping[int, str]
) -> list[Difference]:
    """Of rows by their criterion: one that names the rows which are not in the other alike, or none."""
    if typed == saved:
        return []
    return [(label, _other_rows(typed, saved, codes), _other_rows(saved, typed, codes))]


def _other_rows(rows: Mapping[int, Words], others: Mapping[int, Words], codes: Mapping[int, str]) -> str:
    """Each of these rows that is not in the others alike, as "PM1 (page 2, It lists the risks)"."""
    told = []
    for number, words in rows.items():
        if others.get(number) != words:
            said = ", ".join(word for word in words if word)
            told.append(f"{codes.get(number, number)}{f' ({said})' if said else ''}")
    return "; ".join(told) or "Nothing"


def _value_in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(getattr(value, "label", value) or "Nothing")
