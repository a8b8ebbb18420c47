"""The sentences an apprentice declares when submitting, from our data file."""

import json
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Declarations:
    """`ai_use` maps the key of each choice to the sentence it stands for."""

    authenticity: str
    ai_use: dict[str, str]


def _load() -> Declarations:
    data = json.loads((resources.files("portfolio.data") / "declarations.json").read_text(encoding="utf-8"))
    return Declarations(data["authenticity"], {choice["key"]: choice["label"] for choice in data["ai_use"]})


DECLARATIONS = _load()
