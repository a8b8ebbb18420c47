"""Somebody new in a workplace, a role, a group."""

from collections.abc import Collection, Sequence

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.models import Membership
from core.forms import Form, offered
from itsm_sandbox.engine.models import Colleague, Site
from itsm_sandbox.engine.roles import WorkRole

_ROLES = [(role.value, role.label) for role in WorkRole]
_SHORT = Length(max=80, message="Use at most 80 characters.")


class PersonForm(Form):
    membership_id = SelectField("Member of the centre", description="Leave it open for a simulated person.")
    name = StringField("Name of a simulated person", validators=[_SHORT])
    job = StringField("Job", description="Such as teacher of music.", validators=[_SHORT])
    site_id = SelectField("Site")
    roles = SelectMultipleField(
        "Roles", choices=offered(_ROLES), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, members: Sequence[Membership], sites: Sequence[Site]) -> None:
        names = [(str(one.id), f"{one.person.name} ({one.role.label.lower()})") for one in members]
        self.membership_id.choices = offered([("", "Nobody: a simulated person"), *names])
        self.site_id.choices = offered([("", "No place of their own"), *((str(one.id), one.name) for one in sites)])

    @property
    def chosen_roles(self) -> list[WorkRole]:
        return [WorkRole(one) for one in self.roles.data or ()]


class RoleForm(Form):
    role = SelectField("Role", choices=offered(_ROLES), validators=[DataRequired("Choose a role.")])

    def leave_out(self, held: Collection[WorkRole]) -> None:
        """Offer only what they do not hold."""
        self.role.choices = offered((value, label) for value, label in _ROLES if value not in held)

    @property
    def chosen(self) -> WorkRole:
        return WorkRole(self.role.data)


class GroupForm(Form):
    name = StringField("Name of the group", validators=[DataRequired("Give the group a name."), _SHORT])
    level = SelectField(
        "Level of support", choices=offered([("1", "First level"), ("2", "Second level"), ("3", "Third level")])
    )
    is_supplier = BooleanField("An outside supplier")


class MembersForm(Form):
    members = SelectMultipleField("Members", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    def offer(self, people: Sequence[Colleague]) -> None:
        self.members.choices = offered(
            (str(one.id), one.name + (" (simulated)" if one.is_simulated else "")) for one in people
        )
