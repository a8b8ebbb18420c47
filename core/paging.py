"""Lists come in pages; a page knows its own number and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, literal, select

from core.db import db

Row = TypeVar("Row")

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    items: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.size))


def paginate(found: Select[*tuple[Any, ...]], number: int, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Fetch one page of an ordered select as rows, in two queries. A number past the end gives the last page.

    The first counts rows without their columns, so the select must not be DISTINCT.
    """
    counted = found.order_by(None).with_only_columns(literal(1), maintain_column_froms=True)
    total = db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    number = min(number, max(1, ceil(total / size)))
    rows = db.session.execute(found.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number=number, total=total, size=size)
