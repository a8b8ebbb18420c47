"""What is looked at in the tickets, as the address of the page says it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import DateField, SelectField

from core.forms import Form, offered
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.problems.trends.queries import View
from itsm_sandbox.problems.trends.rules.machine import FEWEST_DAYS, GROUPINGS, MOST_DAYS, TYPES

WEEKS_AT_FIRST = 12

Choices = Sequence[tuple[int, str]]


class ViewForm(Form):
    """A period, a grouping and filters; what is missing or wrong is the last twelve whole weeks by category."""

    from_on = DateField("From")
    to_on = DateField("To")
    grouping = SelectField("Count by", choices=offered(GROUPINGS), validate_choice=False)
    ticket_type = SelectField("Only", choices=offered([("", "Both"), *TYPES]), validate_choice=False)
    category = SelectField(
        "Only this category", choices=offered([("", "Any"), *CATEGORY_CHOICES]), validate_choice=False
    )
    service_id = SelectField("Only this service", validate_choice=False)
    site_id = SelectField("Only this site", validate_choice=False)

    class Meta(Form.Meta):
        csrf = False

    @classmethod
    def of(cls, arguments: Mapping[str, Any], today: date, services: Choices, sites: Choices) -> "ViewForm":
        form = cls(arguments)
        form.service_id.choices = _with_any(services)
        form.site_id.choices = _with_any(sites)
        sunday = today - timedelta(days=today.weekday() + 1)
        to_on = min(form.to_on.data or sunday, today)
        from_on = form.from_on.data or to_on - timedelta(days=7 * WEEKS_AT_FIRST - 1)
        form.to_on.data = to_on
        form.from_on.data = min(max(from_on, to_on - timedelta(days=MOST_DAYS - 1)), _days_before(to_on))
        for field in (form.grouping, form.ticket_type, form.category, form.service_id, form.site_id):
            values = [value for value, *_rest in field.iter_choices()]
            if field.data not in values:
                field.data = values[0]
        return form

    @property
    def view(self) -> View:
        assert self.from_on.data
        assert self.to_on.data
        return View(
            self.from_on.data,
            self.to_on.data,
            self.grouping.data,
            self.ticket_type.data,
            self.category.data,
            int(self.service_id.data) if self.service_id.data else None,
            int(self.site_id.data) if self.site_id.data else None,
        )


def _days_before(to_on: date) -> date:
    return to_on - timedelta(days=FEWEST_DAYS - 1)


def _with_any(rows: Choices) -> list[Any]:
    return offered([("", "Any"), *((str(row_id), words) for row_id, words in rows)])
