"""What is wrong with a row: where, what it is, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowFault:
    """`column` is empty when it is the row as a whole."""

    row: int
    column: str
    what: str
    to_do: str


class Unreadable(ValueError):
    """A cell's text is not of the kind that its field takes."""

    def __init__(self, what: str, to_do: str) -> None:
        super().__init__(what)
        self.what = what
        self.to_do = to_do
