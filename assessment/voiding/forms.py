"""What somebody proposes who takes evidence out of account."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from assessment.vocabulary import VoidReason
from core.forms import Form, offered


class VoidForm(Form):
    """Why evidence should count for nothing, and whether its files go as well."""

    reason = RadioField(
        "Why",
        choices=offered((reason.value, reason.label) for reason in VoidReason),
        validators=[InputRequired("Choose why.")],
    )
    comment = TextAreaField(
        "What happened",
        description="Whoever decides reads this, and so do the apprentice and the assessor once the evidence is void.",
        validators=[Length(max=4000, message="Use at most 4000 characters.")],
    )
    erases_files = BooleanField(
        "Erase its files",
        description="For personal data that may not be kept. The record of them stays; the files cannot come back.",
    )
