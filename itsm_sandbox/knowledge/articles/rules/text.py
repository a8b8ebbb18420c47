"""The text of an article: its steps, what changed between two versions, and what its links point to."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_STEP = re.compile(r"^ {0,3}\d{1,3}[.)]\s+(\S.*)$", re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?://|/workplaces/)[^\s<>\"')\]]+")
_REF = re.compile(r"\b([A-Z]{2,5}\d?-\d{1,6})\b")
_AROUND = 2  # unchanged lines shown on each side of a change
WHOLE = "Do all that it says, as its readers would."

OUTLINE = """## What it is for

## Who it is for

## Before you start

## Steps

1.\x20

## What you should see at the end

## When that does not help

## Personal data and access
"""
"""What a new article starts with: a place for each thing that a review looks for."""


@dataclass(frozen=True, slots=True)
class Line:
    """`kind`: same, gone, new, or cut where lines that did not change are left out."""

    kind: str
    text: str


def steps_of(body: str) -> list[str]:
    """The numbered list of the text; where there is none, one step: to do all of it."""
    return [match.strip() for match in _STEP.findall(body.replace("\r", ""))] or [WHOLE]


def has_steps(body: str) -> bool:
    return _STEP.search(body.replace("\r", "")) is not None


def compare(before: str, after: str) -> list[Line]:
    """Line by line, with what did not change cut down to what is near a change."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            lines += _shortened(old[start:end], is_first=start == 0, is_last=end == len(old))
        else:
            lines += [Line("gone", text) for text in old[start:end]]
            lines += [Line("new", text) for text in new[new_start:new_end]]
    return lines


def addresses_in(body: str) -> list[str]:
    """Every address in the text, once, in order."""
    return list(dict.fromkeys(address.rstrip(".,;:!?") for address in _ADDRESS.findall(body)))


def names_in(body: str) -> list[str]:
    """What reads as a reference or as the name of a device, such as KB-0003 or FILE-01, once, in order."""
    return list(dict.fromkeys(_REF.findall(body)))


def inner_target(address: str, workplace_id: int, kind_at: Callable[[str], str | None]) -> tuple[str, int] | None:
    """What an address inside this workplace points to; None for every other. `kind_at` knows the words of addresses."""
    match = re.search(r"/workplaces/(\d{1,9})/([a-z-]+)/(\d{1,9})(?:[/?#].*)?$", address)
    if match is None or int(match[1]) != workplace_id:
        return None
    kind = kind_at(match[2])
    return (kind, int(match[3])) if kind else None


def _shortened(texts: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Line]:
    before, after = (0 if is_first else _AROUND), (0 if is_last else _AROUND)
    if len(texts) <= before + after + 1:
        yield from (Line("same", text) for text in texts)
        return
    yield from (Line("same", text) for text in texts[:before])
    hidden = len(texts) - before - after
    yield Line("cut", f"{hidden} lines as before")
    yield from (Line("same", text) for text in texts[len(texts) - after :])
