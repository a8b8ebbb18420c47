"""What worlds are made of: read from the data files once."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(name: str) -> Any:
    """One file of `data/world`, by its name without the ending."""
    folder = resources.files("itsm_sandbox.generator.data")
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
