"""A form that can take a service's refusal and show each sentence beside its field."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms import SelectChoice as Choice  # type: ignore[attr-defined]  # the stubs are older than this class

from core.errors import FieldErrors
from core.text import without_controls

T = TypeVar("T")


class Form(FlaskForm):
    """What was typed stays in the fields; `status` is the HTTP status of the page that shows the form."""

    refused_with: int | None = None

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            """Take characters that no keyboard types out of every text; PostgreSQL refuses NUL."""
            if not issubclass(unbound_field.field_class, FieldList | FormField):  # these two take no filters
                options = {**options, "filters": [*unbound_field.kwargs.get("filters", []), without_controls]}
            field: Field = unbound_field.bind(form=form, **options)
            return field

    @property
    def status(self) -> int:
        if self.refused_with is not None:
            return self.refused_with
        return 422 if self.errors else 200

    def refuse(self, refusal: FieldErrors) -> None:
        """Put each sentence beside the field it names; one that names no field of this form goes on top."""
        self.refused_with = refusal.status
        for name, sentence in refusal.errors.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, sentence]
            else:
                self.form_errors.append(sentence)


def carried_out(form: Form, act: Callable[[], T]) -> T | None:
    """Validate the form and run `act`; return what it gave, or None when it was refused and the form says why.

    An `act` with nothing to give returns True.
    """
    if not form.validate_on_submit():
        return None
    try:
        return act()
    except FieldErrors as refusal:
        form.refuse(refusal)
        return None


def offered(pairs: Iterable[tuple[object, str]]) -> list[Any]:
    """The choices of a select, from values and labels."""
    return [Choice(value, label) for value, label in pairs]
