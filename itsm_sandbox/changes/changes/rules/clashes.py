"""Which planned changes get in each other's way: at the same time on the same service, asset or implementer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ON_SERVICE, ON_ASSET, BY_IMPLEMENTER = "the same service", "the same asset", "the same implementer"


@dataclass(frozen=True, slots=True)
class Window:
    """When a change is carried out, and what it holds in that time."""

    id: int
    number: int
    title: str
    state: str
    starts_at: datetime
    minutes: int
    service_ids: frozenset[int]
    asset_ids: frozenset[int]
    implementer_id: int | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def ref(self) -> str:
        return f"RFC-{self.number:04d}"

    def overlaps(self, other: "Window") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Clash:
    first: Window
    second: Window
    because: tuple[str, ...]

    @property
    def sentence(self) -> str:
        both = " and ".join(self.because)
        return f"{self.first.ref} and {self.second.ref} are planned for the same time on {both}.".replace(
            f"on {BY_IMPLEMENTER}", f"with {BY_IMPLEMENTER}"
        )


def find_clashes(windows: Iterable[Window]) -> list[Clash]:
    """Every pair that clashes, in the order of their beginnings."""
    ordered = sorted(windows, key=lambda one: (one.starts_at, one.id))
    found = []
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            because = _shared(first, second)
            if because and first.overlaps(second):
                found.append(Clash(first, second, because))
    return found


def clashes_of(window: Window, others: Sequence[Window]) -> list[Clash]:
    """Those that this one has with others."""
    return [
        Clash(window, other, because)
        for other in sorted(others, key=lambda one: (one.starts_at, one.id))
        if other.id != window.id and window.overlaps(other) and (because := _shared(window, other))
    ]


def _shared(first: Window, second: Window) -> tuple[str, ...]:
    shared = (
        (ON_SERVICE, bool(first.service_ids & second.service_ids)),
        (ON_ASSET, bool(first.asset_ids & second.asset_ids)),
        (BY_IMPLEMENTER, first.implementer_id is not None and first.implementer_id == second.implementer_id),
    )
    return tuple(words for words, is_shared in shared if is_shared)
