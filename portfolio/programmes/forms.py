"""What a programme is set up with: its title, its units, and the words of its declarations."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import Form, offered
from portfolio.programmes.queries import OfferedUnit
from portfolio.programmes.rules import LONGEST_CHOICE, LONGEST_SENTENCE, MOST_CHOICES, Declarations
from portfolio.programmes.services import UnitChoice
from standards.models import Framework


class ProgrammeForm(Form):
    framework_id = HiddenField()
    title = StringField(
        "Title",
        validators=[
            InputRequired("Give the programme a title."),
            Length(max=200, message="Use at most 200 characters."),
        ],
    )
    optional_minimum = IntegerField(
        "How many optional units must an apprentice choose?",
        default=0,
        validators=[
            InputRequired("Enter a whole number, 0 for none."),
            NumberRange(0, 100, "Enter a whole number from 0 to 100."),
        ],
    )
    units = SelectMultipleField(validate_choice=False)


def read_units(sent: MultiDict[str, str], offered: Sequence[OfferedUnit]) -> list[UnitChoice]:
    """The units marked mandatory or optional in the form, each under the name `unit-KEY`."""
    uses = ((unit, sent.get(f"unit-{unit.key}")) for unit in offered)
    return [
        UnitChoice(unit.unit_id, is_mandatory=use == "mandatory", level=unit.level)
        for unit, use in uses
        if use in {"mandatory", "optional"}
    ]


def _sentence(label: str, hint: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        validators=[
            InputRequired("Write the sentence that people agree to."),
            Length(max=LONGEST_SENTENCE, message=f"Use at most {LONGEST_SENTENCE} characters."),
        ],
    )


class DeclarationsForm(Form):
    """The words of the next edition; each line of `ai_use` is a choice."""

    number = IntegerField(validators=[Optional()], default=0)
    authenticity = _sentence("The apprentice’s own work", "What an apprentice agrees to when they submit evidence.")
    recording = _sentence("What an assessor recorded", "What an assessor agrees to when they hand in their own record.")
    ai_use = TextAreaField(
        "Choices for the use of AI",
        description=f"One choice on each line, at most {MOST_CHOICES} of them with {LONGEST_CHOICE} characters each.",
        validators=[InputRequired(f"Write from 2 to {MOST_CHOICES} choices, each on a line of its own.")],
    )

    @property
    def words(self) -> dict[str, Any]:
        return {
            "authenticity": self.authenticity.data or "",
            "recording": self.recording.data or "",
            "ai_use": (self.ai_use.data or "").splitlines(),
        }

    @classmethod
    def of(cls, edition: Declarations, sent: MultiDict[str, str] | None) -> "DeclarationsForm":
        return cls(
            sent,
            number=edition.number,
            authenticity=edition.authenticity,
            recording=edition.recording,
            ai_use="\n".join(edition.ai_use.values()),
        )


class FrameworkForm(Form):
    """Which standard a new programme is over."""

    framework = SelectField("Standard")

    def offer(self, frameworks: Sequence[Framework]) -> None:
        self.framework.choices = offered((str(row.id), f"{row.title}, version {row.version}") for row in frameworks)
