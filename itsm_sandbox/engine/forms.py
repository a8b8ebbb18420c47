"""A form drawn from the fields that a transition asks for, so that the table is the only place that says them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock
from core.forms import Form, offered
from core.text import whole_number
from itsm_sandbox.engine.machine import Ask, find_faults
from itsm_sandbox.engine.machine import Field as Asked
from itsm_sandbox.engine.targets_field import TargetsField

Choices = Callable[[str], Sequence[tuple[int, str]]]
"""From the name of a list, such as "groups", its ids and words."""

ItemChoices = Callable[[Asked], Sequence[tuple[int, str]]]
"""From a field, the numbers and words of the artefact's own rows that it offers."""

Stored = Callable[[str, int], str]
"""From the name of a list and the id of a row that is stored already, its words."""

Refs = Callable[[str, Sequence[int]], Sequence[str]]
"""From a kind of artefact and ids, the references that people type for them."""


class MoneyField(StringField):
    """Pounds and pence as people write them; the data is whole pence."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (valuelist[0] if valuelist else "").strip().lstrip("£").replace(",", "")
        self.data = None
        if text:
            try:
                pence = Decimal(text) * 100
                self.data = int(pence)
            except (InvalidOperation, OverflowError, ValueError) as error:
                raise ValueError("Write an amount in pounds, such as 120 or 79.99.") from error
            if pence != self.data:
                raise ValueError("Write at most two digits for the pence.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data / 100:.2f}" if self.data is not None else ""


class LinesField(TextAreaField):
    """One thing a line; the data is a list without empty lines."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [line.strip() for line in (valuelist[0] if valuelist else "").splitlines() if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or ())


class RefsField(StringField):
    """References with spaces or commas between them."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = (valuelist[0] if valuelist else "").replace(",", " ").split()

    def _value(self) -> str:
        return " ".join(str(ref) for ref in self.data or ())


class Unsaid(Optional):
    """Leaves it to the table to say that an answer is missing, and does not call the field optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class StepForm(Form):
    """The fields of one transition, with the revision of the artefact that the page showed."""

    fields_asked: tuple[Asked, ...] = ()
    revision = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """When something cannot be read, say in the same breath what the table finds wrong with the rest."""
        if super().validate(extra_validators):
            return True
        for name, sentence in find_faults(self.fields_asked, self.given(self.fields_asked)).items():
            if not self[name].errors:
                self[name].errors = [sentence]
        return False

    def given(self, fields: Sequence[Asked]) -> dict[str, Any]:
        """What was answered, by name: moments aware, choices of rows as ids."""
        return {asked.name: _clean(asked, self[asked.name].data) for asked in fields}

    @property
    def revision_read(self) -> int | None:
        text: str | None = self.revision.data
        return whole_number(text)


def form_for(
    fields: Sequence[Asked],
    choices: Choices,
    values: Mapping[str, Any],
    revision: int,
    refs: Refs = lambda _kind, _ids: (),
    *,
    items: ItemChoices = lambda _asked: (),
    stored: Stored | None = None,
) -> StepForm:
    """The form filled with what is stored, or with what was typed when it was sent.

    With `stored`, a row that stands in the values can be chosen though its list offers it no more.
    """

    def offer(asked: Asked) -> Sequence[tuple[int, str]]:
        rows, held = choices(asked.offers), values.get(asked.name)
        if stored is None or not held or asked.ask is not Ask.ROW or held in dict(rows):
            return rows
        return [*rows, (held, stored(asked.offers, held))]

    parts = {asked.name: _part_for(asked, offer, items) for asked in fields}
    made = type("ActFormOfTransition", (StepForm,), {**parts, "fields_asked": tuple(fields)})
    filled = {asked.name: _shown(asked, values.get(asked.name), refs) for asked in fields}
    form: StepForm = made(data={**filled, "revision": str(revision)})
    return form


def _part_for(asked: Asked, rows: ItemChoices, items: ItemChoices) -> Any:
    """The unbound control for one field. What is missing or wrong is the table's to say, not the control's."""
    told = Unsaid() if asked.required else Optional()
    about: dict[str, Any] = {"label": asked.label, "description": asked.hint, "validators": [told]}
    if asked.ask in _ONE | _SEVERAL:
        offered_rows = asked.choices
        if asked.ask in {Ask.ROW, Ask.ROWS}:
            offered_rows = _as_text(rows(asked))
        elif asked.ask in {Ask.ITEM, Ask.ITEMS}:
            offered_rows = _as_text(items(asked))
        about["validate_choice"] = asked.ask in {Ask.ROW, Ask.ROWS, Ask.MANY}
        return _select(asked, offered_rows, about) if asked.ask in _ONE else _checkboxes(offered_rows, about)
    if asked.ask is Ask.MOMENT:
        return DateTimeLocalField(format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **about)
    return _CONTROLS[asked.ask](**about)


_ONE, _SEVERAL = frozenset({Ask.CHOICE, Ask.ROW, Ask.ITEM}), frozenset({Ask.MANY, Ask.ROWS, Ask.ITEMS})
_CONTROLS: dict[Ask, type[Field]] = {
    Ask.TEXT: StringField,
    Ask.LONG_TEXT: TextAreaField,
    Ask.YES_NO: BooleanField,
    Ask.NUMBER: IntegerField,
    Ask.MONEY: MoneyField,
    Ask.DAY: DateField,
    Ask.LINES: LinesField,
    Ask.REF: StringField,
    Ask.REFS: RefsField,
    Ask.TARGETS: TargetsField,
}


def _as_text(rows: Sequence[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(row_id), words) for row_id, words in rows)


def _select(asked: Asked, choices: Sequence[tuple[str, str]], about: dict[str, Any]) -> Any:
    return SelectField(choices=offered([("", "Choose" if asked.required else "None"), *choices]), **about)


def _checkboxes(choices: Sequence[tuple[str, str]], about: dict[str, Any]) -> Any:
    return SelectMultipleField(
        choices=offered(choices), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **about
    )


def _clean(asked: Asked, data: Any) -> Any:
    if asked.ask in {Ask.ROW, Ask.ITEM}:
        return whole_number(data)
    if asked.ask in {Ask.ROWS, Ask.ITEMS}:
        return [number for one in data or () if (number := whole_number(one)) is not None]
    if asked.ask in {Ask.TEXT, Ask.LONG_TEXT, Ask.REF, Ask.CHOICE}:
        return (data or "").strip()
    if asked.ask is Ask.MOMENT and isinstance(data, datetime):
        return data.replace(tzinfo=clock.LONDON)
    return data


def _shown(asked: Asked, value: Any, refs: Refs) -> Any:
    """What the control shows for a stored value; the id of an artefact as the reference that is typed for it."""
    if asked.ask is Ask.REF:
        return next(iter(refs(asked.offers, [value])), None) if value else None
    if asked.ask is Ask.REFS:
        return refs(asked.offers, value) if value else None
    if asked.ask in {Ask.ROW, Ask.ITEM}:
        return str(value) if value else ""
    if asked.ask in {Ask.ROWS, Ask.ITEMS}:
        return [str(one) for one in value or ()]
    if asked.ask is Ask.MOMENT and isinstance(value, datetime):
        return value.astimezone(clock.LONDON).replace(tzinfo=None)
    return value


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
