"""Tables whose rows freeze with an event, and what each row must hold by the log, so that a forged one is found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from core.db import Base
from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.roles import WorkRole

Row = Mapping[str, Any]
"""The columns of one row by name."""


class Untold(Enum):
    """In place of a value that this one event does not tell, such as one recorded before events told it."""

    UNTOLD = "untold"


UNTOLD = Untold.UNTOLD


@dataclass(slots=True)
class Person:
    """Somebody of the workplace as the log has them at a moment."""

    name: str
    is_simulated: bool
    roles: set[WorkRole]
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An event that froze rows, with everything that the log said when it had happened.

    Columns are those of the model, days and moments as such; what no event told yet has its default.
    """

    event: WorkEvent
    columns: Row  # of the artefact, after the event
    words: Mapping[str, str]  # of the artefact: by column, what the ids in it stood for when they were last given
    people: Mapping[int, Person]  # in the order in which they joined
    earlier: Callable[[type[Base]], Sequence[Row]]  # what events of the artefact froze in a table until now
    other: Callable[[str, int], Row]  # the columns of another artefact, by its kind and id

    @property
    def given(self) -> Mapping[str, Any]:
        """As JSON keeps it."""
        given: Mapping[str, Any] = self.event.data["given"]
        return given

    def before(self, column: str) -> Any:
        """What the event changed it from, as JSON keeps it; None when it did not change it."""
        return self.event.data["changes"].get(column, [None])[0]


Rows = Callable[[Moment], Iterable[Row]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrozenTable:
    """An append-only table of a kind of artefact.

    `rows` says for each event that writes some what these must hold: all columns but the id and the owner. Words that
    stand in the code, such as headings, are taken from it as it is now; who changes them keeps the old ones for what
    was frozen with them.
    """

    model: type[Base]
    owner: str  # the column that names the artefact
    key: tuple[str, ...]  # columns that tell one row of an artefact from another
    label: str  # "version {number} of {ref}"
    rows: Mapping[str, Rows]  # by event
    unexplained: Mapping[str, str] = field(default_factory=dict)  # columns that no event explains, and why
    unordered: frozenset[str] = frozenset()  # columns with lists in whatever order the database sorts

    def key_of(self, row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.key)

    def name_row(self, key: Sequence[Any], ref: str) -> str:
        return self.label.format(**dict(zip(self.key, key, strict=True)), ref=ref)
