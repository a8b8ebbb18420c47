"""What other packages tell the ledger about their rows, so that it can check them without knowing what they mean."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence, Set
from contextlib import closing, nullcontext
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...


Body = Mapping[str, Any]
Describer = Callable[[Sequence[int]], Mapping[int, Body]]
Expecter = Callable[[int], Iterable[int]]
LogLister = Callable[[], Iterable[int]]

_describers: dict[str, Describer] = {}
_expecters: dict[str, Expecter] = {}
_log_listers: list[LogLister] = []
_erasing: set[str] = set()


class NotDescribed(LookupError):
    """Nobody registered how entries of this kind are made from rows."""


def describe(kind: str) -> Callable[[Describer], Describer]:
    """Decorate the function that makes the bodies of this kind of entry from rows, many at once.

    It takes ids of rows and returns a body for each that exists. A body holds text, whole numbers, true, false, None,
    lists and mappings; ids and times are text, and personal text is there only as a `canonical.commitment`. Under
    `files` it may list `{"sha256": …, "size": …}`, which are then re-read whenever the log is verified. What it
    returns for a row must never change again.
    """

    def register(function: Describer) -> Describer:
        _describers[kind] = function
        return function

    return register


def erases(kind: str) -> None:
    """Say that entries of this kind name others, under `erased`, whose files may be gone: `{"kind": …, "subject": …}`.

    Only those files may be missing; a file that another entry names as well must still be there.
    """
    _erasing.add(kind)


def erasing_kinds() -> list[str]:
    return sorted(_erasing)


def expected(kind: str) -> Callable[[Expecter], Expecter]:
    """Decorate the function that says, for a log, which rows must have an entry of this kind.

    It takes a log's id and returns a set of row ids, or, to save memory, an iterable in ascending order. Once a row
    is among them it must stay among them.
    """

    def register(function: Expecter) -> Expecter:
        _expecters[kind] = function
        return function

    return register


def known_logs(function: LogLister) -> LogLister:
    """Decorate a function that lists the ids of logs that may exist, so that a log with no entry is verified too."""
    if function not in _log_listers:
        _log_listers.append(function)
    return function


def describer_of(kind: str) -> Describer:
    try:
        return _describers[kind]
    except KeyError:
        raise NotDescribed(f"Nothing describes entries of kind {kind!r}.") from None


def is_described(kind: str) -> bool:
    return kind in _describers


def expected_kinds() -> list[str]:
    return sorted(_expecters)


def expected_subjects(kind: str, log_id: int) -> Generator[int, None, None]:
    """The rows that must have an entry, ascending. Closing it closes a query result that it reads from."""
    subjects = _expecters[kind](log_id)
    with closing(subjects) if isinstance(subjects, Closable) else nullcontext():
        last: int | None = None
        for subject_id in sorted(subjects) if isinstance(subjects, Set) else subjects:
            if last is not None and subject_id <= last:
                raise ValueError(f"The rows expected for {kind!r} are not in ascending order.")
            last = subject_id
            yield subject_id


def listed_logs() -> set[int]:
    return {log_id for lister in _log_listers for log_id in lister()}
