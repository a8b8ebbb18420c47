"""Opening hours, the clock and the settings of a workplace."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.forms import Form, offered
from itsm_sandbox.engine.clock import ClockMode
from itsm_sandbox.engine.forms import LinesField
from itsm_sandbox.engine.models import OpeningHours, Workplace
from itsm_sandbox.engine.priority import LEVELS, PRIORITIES
from itsm_sandbox.workplace.hours.rules import (
    DAYS,
    SUBDIVISIONS,
    HoursFault,
    closures_text,
    read_closures,
    read_spans,
    spans_text,
)


class _Spans(StringField):
    """The data is the text; `spans` what it says."""

    spans: list[list[int]]

    def pre_validate(self, form: Any) -> None:
        try:
            self.spans = read_spans(self.data or "")
        except HoursFault as fault:
            raise ValidationError(str(fault)) from fault


class _Closures(LinesField):
    """The data are the lines; `closures` what they say."""

    closures: list[list[str]]

    def pre_validate(self, form: Any) -> None:
        try:
            self.closures = read_closures(self.data or [])
        except HoursFault as fault:
            raise ValidationError(str(fault)) from fault


class HoursForm(Form):
    from_on = DateField(
        "From", description="The first day on which they hold.", validators=[InputRequired("Say from which day.")]
    )
    monday = _Spans("Monday", description="Such as 8:00-17:00, or 8:00-12:00, 13:00-17:00; nothing when closed.")
    tuesday = _Spans("Tuesday")
    wednesday = _Spans("Wednesday")
    thursday = _Spans("Thursday")
    friday = _Spans("Friday")
    saturday = _Spans("Saturday")
    sunday = _Spans("Sunday")
    subdivision = RadioField("Bank holidays of", choices=offered(SUBDIVISIONS))
    closures = _Closures(
        "Own closed days", description="One a line, such as 12 Oct 2026 to 23 Oct 2026: October holiday."
    )

    @classmethod
    def of(cls, hours: OpeningHours) -> "HoursForm":
        """Filled with what holds now."""
        week = {name.lower(): spans_text(spans) for name, spans in zip(DAYS, hours.week, strict=True)}
        return cls(data={**week, "subdivision": hours.subdivision, "closures": closures_text(hours.closures)})

    @property
    def days(self) -> list[Any]:
        return [self[name.lower()] for name in DAYS]

    @property
    def week(self) -> Sequence[Sequence[Sequence[int]]]:
        return [field.spans for field in self.days]


class ClockForm(Form):
    mode = RadioField("The clock", choices=offered((mode.value, mode.label) for mode in ClockMode))
    rate = IntegerField("Times as fast", description="When it runs faster.", validators=[Optional()])

    @property
    def chosen(self) -> ClockMode:
        return ClockMode(self.mode.data)


class SettingsForm(Form):
    seen = HiddenField()  # the fingerprint of the settings that the page showed
    name = StringField(
        "Name",
        validators=[DataRequired("Give the workplace a name."), Length(max=80, message="Use at most 80 characters.")],
    )
    change_profile = RadioField(
        "Approvals of a change",
        choices=offered(
            [("primary_fits", "Primary FITS: one person may give both"), ("fits", "FITS: two people, one each")]
        ),
    )
    peer_review_required = BooleanField("Changes are reviewed by a peer")
    reminders = IntegerField(
        "Reminders without an answer",
        description="After so many a ticket is resolved for want of a reply.",
        validators=[InputRequired("Give a number."), NumberRange(0, 10, message="Choose between 0 and 10.")],
    )

    @property
    def matrix(self) -> dict[tuple[str, str], str]:
        return {(impact, urgency): self[f"{impact}_{urgency}"].data for impact in LEVELS for urgency in LEVELS}


def settings_form(workplace: Workplace) -> SettingsForm:
    """The settings as they are, or as they were sent, with one choice for each cell of the matrix."""
    cells = {
        f"{impact}_{urgency}": SelectField(
            f"Impact {impact}, urgency {urgency}", choices=offered((one, one) for one in PRIORITIES)
        )
        for impact in LEVELS
        for urgency in LEVELS
    }
    data = {
        "name": workplace.name,
        "change_profile": workplace.change_profile.value,
        "peer_review_required": workplace.peer_review_required,
        "reminders": workplace.reminders,
        **{cell: workplace.matrix.get(cell.replace("_", " ")) for cell in cells},
    }
    form: SettingsForm = type("SettingsFormWithMatrix", (SettingsForm,), cells)(data=data)
    return form
