"""Which period and which tickets the metrics are of; all in the address, so that it can be sent to somebody."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import DateField, SelectField
from wtforms.validators import Optional

from core.forms import Form, offered
from itsm_sandbox.desk.tickets.rules.categories import CATEGORY_CHOICES
from itsm_sandbox.desk.tickets.rules.fields import CHANNELS
from itsm_sandbox.engine.priority import PRIORITIES
from itsm_sandbox.reporting.metrics.queries.reading import Filters

USUAL_DAYS = 90
LONGEST = timedelta(days=732)
_ALL = ("", "All")


class MetricsForm(Form):
    """An order of days that makes no sense, or a choice that is none, is the usual instead."""

    from_on = DateField("From", validators=[Optional()])
    to_on = DateField("To", validators=[Optional()])
    type = SelectField("Kind", choices=offered([_ALL, ("incident", "Incidents"), ("request", "Requests")]))
    service = SelectField("Service")
    category = SelectField("Category", choices=offered([_ALL, *CATEGORY_CHOICES]))
    priority = SelectField("Priority", choices=offered([_ALL, *((one, one) for one in PRIORITIES)]))
    group = SelectField("Group")
    channel = SelectField("Channel", choices=offered([_ALL, *CHANNELS]))
    person = SelectField("Work of")

    class Meta(Form.Meta):
        csrf = False

    @classmethod
    def of(
        cls,
        arguments: Mapping[str, Any],
        today: date,
        *,
        services: Sequence[tuple[int, str]],
        groups: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, str]],
    ) -> "MetricsForm":
        form = cls(arguments)
        for field, rows in ((form.service, services), (form.group, groups), (form.person, people)):
            field.choices = offered([_ALL, *((str(row_id), words) for row_id, words in rows)])
        form.validate()
        for name in form.errors:
            if name not in {None, ""}:
                form[name].data = None
        form._put_days_in_order(today)
        return form

    def _put_days_in_order(self, today: date) -> None:
        last = self.to_on.data or today
        first = self.from_on.data or last - timedelta(days=USUAL_DAYS - 1)
        if first > last or last - first > LONGEST:
            first, last = today - timedelta(days=USUAL_DAYS - 1), today
        self.from_on.data, self.to_on.data = first, last

    @property
    def days(self) -> tuple[date, date]:
        assert self.from_on.data
        assert self.to_on.data
        return self.from_on.data, self.to_on.data

    def filters(self, started_at: datetime) -> Filters:
        """Of one person's own work, only what came after the simulated history was handed over."""
        person = _number(self.person.data)
        return Filters(
            type=self.type.data or None,
            service_id=_number(self.service.data),
            category=self.category.data or None,
            priority=self.priority.data or None,
            group_id=_number(self.group.data),
            channel=self.channel.data or None,
            assigned_to_id=person,
            since=started_at if person is not None else None,
        )

    @property
    def is_filtered(self) -> bool:
        names = ("type", "service", "category", "priority", "group", "channel", "person")
        return any(self[name].data for name in names)


def _number(text: str | None) -> int | None:
    return int(text) if text else None
