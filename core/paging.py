"""Lists come in pages; a page knows its own number, how many there are, and the addresses of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from flask import request, url_for
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

    def url(self, number: int) -> str:
        """The address of another page of this list, with the same filters."""
        arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": number}
        return url_for(request.endpoint or "", **arguments)


def requested_page() -> int:
    """The page number in the address; anything that is not one counts as the first."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def paginate(found: Select[*tuple[Any, ...]], number: int, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Fetch one page of an ordered select as rows, in two queries. A number past the end gives the last page.

    The first counts rows without their columns, so the select must not be DISTINCT.
    """
    counted = found.order_by(None).with_only_columns(literal(1), maintain_column_froms=True)
    total = db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    number = min(number, max(1, ceil(total / size)))
    rows = db.session.execute(found.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number=number, total=total, size=size)
