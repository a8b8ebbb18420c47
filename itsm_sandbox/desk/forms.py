"""Forms of the service desk that no transition's fields can draw."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from core.forms import Form


class OrderForm(Form):
    """A place in the queue for each ticket, and why this order."""

    reason = TextAreaField("Why in this order", description="Priority, what is due, who is kept from working.")

    @classmethod
    def of(cls, rows: Sequence[Any]) -> "OrderForm":
        """With a field for each ticket, filled with the place that it has now."""
        places = {
            f"place_{row.number}": IntegerField(
                f"Place of {row.title}",
                validators=[InputRequired("Give it a place."), NumberRange(1, 999, "Places are numbers from 1 on.")],
            )
            for row in rows
        }
        made: type[OrderForm] = type("OrderFormOfQueue", (cls,), places)
        return made(data={name: place for place, name in enumerate(places, start=1)})

    def place(self, number: int) -> Any:
        return self[f"place_{number}"]

    def order(self) -> list[int]:
        """The tickets' numbers in the order told."""
        places = {name: part.data for name, part in self._fields.items() if name.startswith("place_")}
        return [int(name.removeprefix("place_")) for name in sorted(places, key=lambda name: places[name])]

    def validate_reason(self, _field: TextAreaField) -> None:
        told = [part.data for name, part in self._fields.items() if name.startswith("place_")]
        if len(set(told)) != len(told):
            raise ValidationError("Two tickets have the same place. Give each a place of its own.")
