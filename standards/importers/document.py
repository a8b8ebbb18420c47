"""The lines of a source text that hold something, with their numbers, and a way to refuse one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from standards.rules import MalformedDocument, one_space


@dataclass(frozen=True)
class Line:
    """`number` counts from 1 in the file; `text` has its white space collapsed."""

    number: int
    text: str


def raw_lines(text: str) -> list[str]:
    """Return the lines as they stand; only real line ends divide them, so numbers agree with any editor."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Document:
    """Walks forward over the lines of a text that are not blank."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        raw = raw_lines(text)
        self._lines = [Line(number, one_space(line)) for number, line in enumerate(raw, start=1) if line.strip()]
        self._last_number = len(raw)
        self._at = 0

    def peek(self) -> Line | None:
        return self._lines[self._at] if self._at < len(self._lines) else None

    def take(self, expected: str) -> Line:
        """Return the next line and pass it; `expected` says in words what should be there."""
        line = self.peek()
        if line is None:
            raise MalformedDocument(self.file, self._last_number, f"The text ends where {expected} should be.")
        self._at += 1
        return line

    def take_exactly(self, *spellings: str) -> Line:
        """Pass a line that reads as one of `spellings`, whatever its capitals."""
        line = self.take(f"“{spellings[0]}”")
        if line.text.casefold() not in {spelling.casefold() for spelling in spellings}:
            raise self.refuse(line, f"“{spellings[0]}” should be here, not “{line.text}”.")
        return line

    def take_prefixed(self, prefix: str) -> str:
        """Pass a line that starts with `prefix` and return the rest of it."""
        line = self.take(f"“{prefix}”")
        value = line.text.removeprefix(prefix).strip()
        if not line.text.startswith(prefix) or not value:
            raise self.refuse(line, f"“{prefix}” with a value should be here, not “{line.text}”.")
        return value

    def take_until(self, end: str, *, not_past: Collection[str] = ()) -> list[Line]:
        """Pass and return the lines before the one that reads `end`: at least one, and none that is in `not_past`."""
        lines: list[Line] = []
        while (line := self.take(f"“{end}”")).text != end:
            if line.text in not_past:
                raise self.refuse(line, f"“{end}” should be before “{line.text}”.")
            lines.append(line)
        self._at -= 1
        if not lines:
            raise self.refuse(line, f"There is no text before “{line.text}”.")
        return lines

    def rest(self) -> Iterator[Line]:
        while (line := self.peek()) is not None:
            self._at += 1
            yield line

    def refuse(self, line: Line | None, sentence: str) -> MalformedDocument:
        """Make the error for a line, or for the end of the text when it is None."""
        return MalformedDocument(self.file, line.number if line else self._last_number, sentence)


def joined(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)
