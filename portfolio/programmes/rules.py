"""What a programme needs; the sentences declared at handing in, and what an edition of them needs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

LONGEST_SENTENCE = 1000
LONGEST_CHOICE = 200
MOST_CHOICES = 10


@dataclass(frozen=True, slots=True)
class Declarations:
    """One edition. `ai_use` maps the key of each choice to the sentence it stands for; 0 numbers the one we bring."""

    number: int
    authenticity: str
    recording: str
    ai_use: Mapping[str, str]

    def sentence(self, *, is_record: bool) -> str:
        """What is declared of the apprentice's own work, or of what an assessor recorded."""
        return self.recording if is_record else self.authenticity


def _load() -> Declarations:
    data = json.loads((resources.files("portfolio.data") / "declarations.json").read_text(encoding="utf-8"))
    choices = {choice["key"]: choice["label"] for choice in data["ai_use"]}
    return Declarations(0, data["authenticity"], data["recording"], choices)


DEFAULT_DECLARATIONS = _load()


def next_edition(now: Declarations, authenticity: str, recording: str, choices: Sequence[str]) -> Declarations:
    """The edition that would follow with these words. A choice that stays as it was keeps its key."""
    keys = {sentence: key for key, sentence in now.ai_use.items()}
    number = now.number + 1
    cleaned = dict.fromkeys(line for choice in choices if (line := _plain(choice)))
    return Declarations(
        number,
        _plain(authenticity),
        _plain(recording),
        {keys.get(sentence, f"choice-{number}-{place}"): sentence for place, sentence in enumerate(cleaned, start=1)},
    )


def wrong_with_declarations(edition: Declarations) -> dict[str, str]:
    """A sentence for each field that cannot be as it is."""
    found = {
        "authenticity": _wrong_with_sentence(edition.authenticity),
        "recording": _wrong_with_sentence(edition.recording),
        "ai_use": _wrong_with_choices(list(edition.ai_use.values())),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _wrong_with_sentence(text: str) -> str:
    if not text:
        return "Write the sentence that people agree to."
    return f"Use at most {LONGEST_SENTENCE} characters." if len(text) > LONGEST_SENTENCE else ""


def _wrong_with_choices(choices: Sequence[str]) -> str:
    if not 2 <= len(choices) <= MOST_CHOICES:
        return f"Write from 2 to {MOST_CHOICES} choices, each on a line of its own."
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        return f"Use at most {LONGEST_CHOICE} characters for each choice."
    return ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def wrong_with_programme(
    title: str, are_mandatory: Sequence[bool], optional_minimum: int, *, is_taken: bool
) -> dict[str, str]:
    """A sentence for each field that cannot be as it is. `are_mandatory` says it of each unit that was chosen."""
    optional = are_mandatory.count(False)
    if not title:
        wrong_title = "Give the programme a title."
    else:
        wrong_title = "Your centre has a programme of this title already." if is_taken else ""
    found = {
        "title": wrong_title,
        "units": "" if are_mandatory else "Choose at least one unit.",
        "optional_minimum": (
            ""
            if 0 <= optional_minimum <= optional
            else f"You offer {optional} optional units, so an apprentice cannot have to choose {optional_minimum}."
        ),
    }
    return {field: sentence for field, sentence in found.items() if sentence}
