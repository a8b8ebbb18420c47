"""Numbers in addresses: only those that a database can hold."""

from typing import Any

from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class RowId(IntegerConverter):
    """What `<int:evidence_id>` matches; a larger number is an address that does not exist, not an error in a query."""

    def __init__(self, *args: Any, max: int = LARGEST, **options: Any) -> None:  # noqa: A002 -- Werkzeug's own name
        super().__init__(*args, max=max, **options)
