"""The facts of an article: what its steps ask besides its own columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """What the steps of an article look up."""

    in_force: Callable[[], Mapping[str, Any]]  # what people go by: the columns of the version in force
