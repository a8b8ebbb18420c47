"""A few sentences that say why."""

from wtforms import TextAreaField
from wtforms.validators import Length

from core.forms import Form


class CommentForm(Form):
    """A few sentences that say why. What the deed needs is the service's to say."""

    comment = TextAreaField("What is not right?", validators=[Length(max=4000, message="Use at most 4000 characters.")])
