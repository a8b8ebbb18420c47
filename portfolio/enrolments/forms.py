"""What an enrolment is made of: its people, its days, and the optional units."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from accounts.models import Membership, Role
from core.forms import Form, offered
from portfolio.enrolments.models import Enrolment
from portfolio.programmes.models import Programme


def _choose(label: str, hint: str = "", *, missing: str = "") -> SelectField:
    """`missing` is what to say when nobody was chosen; without it, nobody needs to be."""
    must = [NumberRange(min=1, message=missing)] if missing else []
    return SelectField(label, description=hint, coerce=int, validators=must)


class EnrolmentForm(Form):
    """The apprentice and the programme are chosen once; the others can change."""

    revision = IntegerField(validators=[Optional()], default=1)
    programme_id = _choose("Programme", missing="Choose a programme.")
    apprentice_id = _choose("Apprentice", missing="Choose an apprentice.")
    assessor_id = _choose("Assessor", missing="Choose an assessor.")
    verifier_id = _choose("Verifier", "Not the assessor: nobody verifies their own decisions.")
    line_manager_id = _choose("Line manager")
    starts_on = DateField("Start", validators=[InputRequired("Enter the day the apprenticeship starts.")])
    planned_end_on = DateField("Planned end", validators=[InputRequired("Enter the day it is planned to end.")])

    def offer(
        self,
        people: dict[Role, Sequence[Membership]],
        programmes: Sequence[Programme] = (),
        enrolment: Enrolment | None = None,
    ) -> None:
        """Set whom to choose from. Those of the enrolment stay possible when they are no longer here."""
        self.programme_id.choices = offered([(0, "Choose"), *((row.id, row.title) for row in programmes)])
        roles = (
            (self.apprentice_id, Role.APPRENTICE, "Choose", None),
            (self.assessor_id, Role.ASSESSOR, "Choose", enrolment.assessor if enrolment else None),
            (self.verifier_id, Role.VERIFIER, "None yet", enrolment.verifier if enrolment else None),
            (self.line_manager_id, Role.LINE_MANAGER, "None yet", enrolment.line_manager if enrolment else None),
        )
        for field, role, nobody, present in roles:
            members = {member.id: _described(member) for member in people[role]}
            if present is not None:
                members.setdefault(present.id, f"{present.person.name} (no longer here)")
            field.choices = offered([(0, nobody), *members.items()])

    def keep_apprentice(self) -> None:
        """Take away what never changes."""
        del self.programme_id, self.apprentice_id

    @property
    def people(self) -> dict[str, Any]:
        return {
            "assessor_id": self.assessor_id.data,
            "verifier_id": self.verifier_id.data or None,
            "line_manager_id": self.line_manager_id.data or None,
            "starts_on": self.starts_on.data,
            "planned_end_on": self.planned_end_on.data,
        }


def _described(member: Membership) -> str:
    return f"{member.person.name}, {member.employer.name}" if member.employer else member.person.name


class UnitsForm(Form):
    """The optional units of an enrolment."""

    units = SelectMultipleField("Optional units", coerce=int, validate_choice=False)
