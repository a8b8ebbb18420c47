"""One fact that a record shows by itself, without anybody's judgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """`holds` None: there is nothing to see of it in this record."""

    name: str
    sentence: str
    holds: bool | None = None
