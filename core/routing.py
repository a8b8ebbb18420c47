"""Numbers in addresses, only those that a database can hold, and the path of a page."""

from typing import Any

from flask import current_app
from werkzeug.routing import IntegerConverter

from core.text import LARGEST, whole_number


class RowId(IntegerConverter):
    """What `<int:evidence_id>` matches; a larger number is an address that does not exist, not an error in a query."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max", LARGEST)
        super().__init__(*args, **options)


def row_number(text: str) -> int:
    """The number of a row in a query or a form, for `args.get(name, type=row_number)`; no other number is one."""
    number = whole_number(text)
    if not number:
        raise ValueError("No row has this number.")
    return number


def path_of(endpoint: str, **values: int) -> str:
    """The path of a page, also where there is no request for `url_for` to go by."""
    return current_app.url_map.bind("").build(endpoint, values)
