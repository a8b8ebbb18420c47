"""What people fill in about themselves and the people of their centre."""

from collections.abc import Sequence

from wtforms import BooleanField, DateField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, Optional

from accounts.models import Employer, Role, Standing
from accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from core.forms import Form, offered

_NEW_PASSWORD_HINT = f"At least {SHORTEST_PASSWORD} characters. A few words in a row are easy to remember."
_USERNAME = {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        description=_NEW_PASSWORD_HINT,
        validators=[
            InputRequired("Enter a password."),
            Length(max=LONGEST_PASSWORD, message=f"Use at most {LONGEST_PASSWORD} characters."),
        ],
        render_kw={"autocomplete": "new-password"},
    )


def _again() -> PasswordField:
    return PasswordField(
        "The same password again",
        validators=[EqualTo("password", "The two passwords are not the same.")],
        render_kw={"autocomplete": "new-password"},
    )


def _name(label: str) -> StringField:
    return StringField(
        label,
        validators=[DataRequired("Enter a name."), Length(max=120, message="Use at most 120 characters.")],
        filters=[lambda text: " ".join(text.split()) if text else text],
    )


def _email(label: str, hint: str = "") -> EmailField:
    return EmailField(
        label,
        description=hint,
        validators=[
            InputRequired("Enter an e-mail address."),
            Length(max=254, message="This is too long for an e-mail address."),
            Email("Enter an e-mail address such as name@example.org.", allow_empty_local=False),
        ],
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )


class SignInForm(Form):
    email = EmailField("E-mail address", validators=[InputRequired("Enter your e-mail address.")], render_kw=_USERNAME)
    password = PasswordField(
        "Password", validators=[InputRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )
    remember = BooleanField("Keep me signed in when I close the browser, for up to 12 hours")


class ForgottenPasswordForm(Form):
    email = _email("E-mail address")


class ResetPasswordForm(Form):
    password = _new_password("New password")
    again = _again()


class AcceptInvitationForm(Form):
    name = _name("Your name")
    password = _new_password("Choose a password")
    again = _again()


class ChangePasswordForm(Form):
    present = PasswordField(
        "Current password",
        validators=[InputRequired("Enter your current password.")],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password("New password")
    again = _again()


class InviteForm(Form):
    email = _email("E-mail address")
    name = _name("Name")
    role = SelectField("Role", coerce=Role, choices=offered((role.value, role.label) for role in Role))
    employer_id = SelectField(
        "Employer",
        description="For apprentices and line managers.",
        coerce=int,
        default=0,
    )
    standing = SelectField(
        "Standing",
        description="For assessors. A qualified assessor countersigns what a trainee judges.",
        coerce=Standing,
        choices=offered((standing.value, standing.value.capitalize()) for standing in Standing),
        default=Standing.QUALIFIED,
    )

    def offer(self, employers: Sequence[Employer]) -> None:
        self.employer_id.choices = offered([(0, "None"), *((employer.id, employer.name) for employer in employers)])


class EndMembershipForm(Form):
    last_on = DateField(
        "Last day of access",
        description="Leave this empty to end access at once.",
        validators=[Optional()],
    )


class EmployerForm(Form):
    name = _name("Employer’s name")
