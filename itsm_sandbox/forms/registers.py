"""What is asked about the registers besides the fields of events."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wtforms import DateField, DateTimeLocalField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from core.clock import LONDON
from core.forms import Form

_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class OutageForm(Form):
    service_id = SelectField("Service", validators=[InputRequired("Choose the service that was not there.")])
    from_at = DateTimeLocalField(
        "Not there from", format=_MOMENT, validators=[InputRequired("Say from when the service was not there.")]
    )
    until_at = DateTimeLocalField(
        "Back at", format=_MOMENT, validators=[Optional()], description="Leave it empty while the service is not back."
    )
    ticket_ref = StringField("Ticket", validators=[Optional()], description="Such as INC-0042.")

    @property
    def given(self) -> dict[str, Any]:
        return {
            "service_id": int(self.service_id.data),
            "from_at": _aware(self.from_at.data),
            "until_at": _aware(self.until_at.data),
            "ticket_ref": (self.ticket_ref.data or "").strip(),
        }


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


def _aware(wall: datetime | None) -> datetime | None:
    return wall.replace(tzinfo=LONDON) if wall else None
