"""Opening a workplace."""

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.models import Membership
from core.forms import Form, offered
from itsm_sandbox.engine.models import WorkplaceKind
from itsm_sandbox.engine.role_sets import RoleSet

KINDS = (("school", "A school"), ("firm", "A firm"))


class WorkplaceForm(Form):
    name = StringField(
        "Name",
        description="Such as Glenbrae Academy. It is made up, and stays yours.",
        validators=[DataRequired("Give the workplace a name."), Length(max=80, message="Use at most 80 characters.")],
    )
    kind = RadioField(
        "What it is", choices=offered(KINDS), default="school", validators=[DataRequired("Choose a school or a firm.")]
    )

    @property
    def chosen_kind(self) -> WorkplaceKind:
        return WorkplaceKind(self.kind.data)


class CohortForm(WorkplaceForm):
    """One list of members for each place; `cohort_form` adds them."""

    @property
    def seats(self) -> dict[RoleSet, list[int]]:
        return {seat: [int(one) for one in self[seat.value].data or ()] for seat in RoleSet}


def cohort_form(members: Sequence[Membership]) -> CohortForm:
    choices = offered((str(one.id), f"{one.person.name} ({one.role.label.lower()})") for one in members)
    lists = {
        seat.value: SelectMultipleField(
            seat.about.label,
            description=seat.about.hint,
            choices=choices,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        for seat in RoleSet
    }
    form: CohortForm = type("CohortFormOfMembers", (CohortForm,), lists)()
    return form
