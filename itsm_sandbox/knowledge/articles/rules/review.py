"""The nine points of a quality review, and how a simulated colleague weighs, tests and mends a text: by rule only."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from itsm_sandbox.knowledge.articles.rules.text import steps_of

POINTS = (
    ("purpose", "It says what it is for"),
    ("scope", "It says for whom and for what it holds"),
    ("prerequisites", "It says what is needed before one starts"),
    ("steps", "Its steps are numbered, and each can be tested"),
    ("result", "It says what one should see at the end"),
    ("escalation", "It says whom to turn to when it does not help"),
    ("protection", "It minds personal data and access for everybody"),
    ("links", "What it points to is there and up to date"),
    ("language", "It is in plain language"),
)
WITH_STEPS = frozenset({"procedure", "playbook"})
"""Kinds of articles that are nothing without steps."""

_EMPTY_SECTION = re.compile(r"^#+ [^\n]*\n(?:[ \t]*(?:\d+[.)][ \t]*)?\n)*(?=#|\Z)", re.MULTILINE)
_MOST_WORDS_A_SENTENCE = 25
_FEWEST_STEPS, _FEWEST_WORDS_A_STEP = 2, 3


@dataclass(frozen=True, slots=True)
class _Sign:
    pattern: re.Pattern[str]
    ask: str
    section: str  # what a simulated author adds when it is missing


def _sign(pattern: str, ask: str, section: str) -> _Sign:
    return _Sign(re.compile(pattern, re.IGNORECASE), ask, section)


_SIGNS: Mapping[str, _Sign] = {
    "purpose": _sign(
        r"purpose|(it|this) is for|so that|in order to|for the service desk|for everybody|explains|helps",
        "Say in the first lines what it is for.",
        "## What it is for\n\nSo that everybody at the desk does this in the same way.",
    ),
    "scope": _sign(
        r"scope|for (the|all|any|every|people|users|staff)|applies to|who it is for",
        "Say for whom it is, and for which devices or services it holds.",
        "## Who it is for\n\nFor the service desk, on every device of ours; not for people’s own devices.",
    ),
    "prerequisites": _sign(
        r"before you|you (will )?need|needed first|prerequisite|have .{3,40} ready|make sure (who|that)"
        r"|there has to be",
        "Say what one needs before one starts: rights, tools, information.",
        "## Before you start\n\nYou need the ticket, the user at hand, and your own administrator account.",
    ),
    "result": _sign(
        r"at the end|should (now )?see|you see|result|it works (when|again)|once it|is done when|until|comes back",
        "Say what one should see at the end, so that everybody knows when it is done.",
        "## What you should see at the end\n\nThe user does once more what failed, and it works while you are there.",
    ),
    "escalation": _sign(
        r"escalat|(give|pass|hand) (it|this) (on )?to|does not help|still|ask .{3,40} (lead|engineer|owner|desk)"
        r"|tell the service desk|turn to",
        "Say whom to turn to when it does not help, and what to tell them.",
        "## When that does not help\n\nGive it to the second level with what you tried and what you saw.",
    ),
    "protection": _sign(
        r"personal|privacy|confidential|password|identity|who asks|accessib|screen reader|keyboard|permission|consent",
        "Say how personal data is kept safe, and what helps those who use a keyboard or a screen reader alone.",
        "## Personal data and access\n\nOpen nobody’s files without their consent, and write no password down. "
        "Every step can be done with the keyboard alone.",
    ),
}


def weigh(title: str, body: str, kind: str, *, broken: Sequence[str] = ()) -> dict[str, str]:
    """What a careful reader finds wanting, by point, in a sentence each. `broken` is what it names and is not there."""
    body = _EMPTY_SECTION.sub("", body)
    about = f"{title}\n{body}"
    faults = {name: sign.ask for name, sign in _SIGNS.items() if not sign.pattern.search(about)}
    if fault := _fault_of_steps(body, kind):
        faults["steps"] = fault
    if broken:
        faults["links"] = f"It names what is not there or no longer in use: {', '.join(broken)}."
    if sentence := _too_long(body):
        faults["language"] = f"Part the long sentences, such as “{sentence[:60]}…”."
    return {name: faults[name] for name, _ in POINTS if name in faults}


def mend(body: str, failing: Collection[str]) -> str:
    """The text with a section for each point that was found wanting, as a simulated author adds it."""
    added = [_SIGNS[name].section for name, _ in POINTS if name in failing and name in _SIGNS]
    if "steps" in failing:
        added.append("## Steps in short\n\n1. Ask what the user sees.\n2. Do what is said above.\n3. Try it together.")
    return "\n\n".join([body.rstrip(), *added]) + "\n"


def try_step(text: str, broken: Sequence[str]) -> str | None:
    """What goes wrong when a simulated tester does this step; None when it can be done."""
    gone = [name for name in broken if name in text]
    if gone:
        return f"{gone[0]} is not there or no longer in use, so this cannot be done."
    if len(text.split()) < _FEWEST_WORDS_A_STEP:
        return "This does not say enough to do it."
    return None


def with_notes(body: str, notes: Mapping[int, str]) -> str:
    """The text with what a test found written into the steps that failed, counted from 1."""
    for number, step in enumerate(steps_of(body), 1):
        if number in notes:
            body = body.replace(step, f"{step} Mended after the test, which found: {notes[number]}", 1)
    return body


def draft_of(title: str, why: str) -> str:
    """What a simulated author writes first: right as far as it goes, with gaps for a review to find."""
    return (
        f"## What it is for\n\n{title}. {why}\n\n## Steps\n\n"
        "1. Read the ticket, and ask what the user sees on the screen.\n"
        "2. Look whether others reported the same today.\n"
        "3. Do what solved the last ticket of this kind, and write down what you did.\n"
        "4. Let the user try it while you are there.\n"
    )


def _fault_of_steps(body: str, kind: str) -> str | None:
    if kind not in WITH_STEPS:
        return None
    steps = steps_of(body)
    if len(steps) < _FEWEST_STEPS:
        return "Number the steps, one thing to do in each."
    short = [number for number, step in enumerate(steps, 1) if len(step.split()) < _FEWEST_WORDS_A_STEP]
    return f"Step {short[0]} does not say enough to be tested." if short else None


def _too_long(body: str) -> str | None:
    text = re.sub(r"^\s*(#+|\d+[.)]|[-*])\s*", "", body, flags=re.MULTILINE)
    for sentence in re.split(r"[.!?:;]\s|\n", text):
        if len(sentence.split()) > _MOST_WORDS_A_SENTENCE:
            return sentence.strip()
    return None
