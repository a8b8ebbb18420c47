"""An outage as it is written down."""

from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField, SelectField, StringField
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


def _aware(wall: datetime | None) -> datetime | None:
    return wall.replace(tzinfo=LONDON) if wall else None
