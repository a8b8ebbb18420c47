"""The period that a page is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import Optional

from core.forms import Form


class PeriodForm(Form):
    """From one day to another; what is missing or is no day is this year up to its end."""

    from_on = DateField("From", validators=[Optional()])
    to_on = DateField("To", validators=[Optional()])

    class Meta(Form.Meta):
        csrf = False

    @classmethod
    def of_year(cls, arguments: Mapping[str, Any], today: date) -> "PeriodForm":
        form = cls(arguments)
        form.validate()
        form.from_on.data = form.from_on.data or date(today.year, 1, 1)
        form.to_on.data = form.to_on.data or date(today.year, 12, 31)
        return form

    @property
    def period(self) -> tuple[date, date]:
        assert self.from_on.data
        assert self.to_on.data
        return self.from_on.data, self.to_on.data
