"""How a factory stores what it makes."""

from typing import Any, TypeVar

import factory

from core.db import transaction

T = TypeVar("T")


class ModelFactory(factory.Factory[T]):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[T], *args: Any, **kwargs: Any) -> T:
        with transaction() as session:
            row = model_class(*args, **kwargs)
            session.add(row)
        return row
