"""Which month a service report is of."""

from collections.abc import Sequence
from datetime import date

from wtforms import SelectField
from wtforms.validators import InputRequired

from core.forms import Form, offered


class MonthForm(Form):
    month_on = SelectField("Month", validators=[InputRequired("Choose the month.")])

    @classmethod
    def of(cls, months: Sequence[date]) -> "MonthForm":
        form = cls()
        form.month_on.choices = [
            *offered([("", "Choose")]),
            *offered((one.isoformat(), f"{one:%B %Y}") for one in months),
        ]
        return form

    @property
    def month(self) -> date:
        return date.fromisoformat(self.month_on.data)
