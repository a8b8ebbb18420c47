"""Happenings inside a transaction, so that one package can answer another without importing it.

`publish("evidence.submitted", evidence_id=7)` calls every subscriber at once, in the same transaction: when one of
them raises, everything is rolled back.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Subscriber = Callable[..., None]

_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(name: str) -> Callable[[Subscriber], Subscriber]:
    """Decorate a function so that `publish(name, **facts)` calls it with those facts as keywords."""

    def register(function: Subscriber) -> Subscriber:
        if function not in _subscribers[name]:
            _subscribers[name].append(function)
        return function

    return register


def publish(name: str, **facts: Any) -> None:
    for subscriber in _subscribers[name]:
        subscriber(**facts)
