"""What somebody says of an artefact that they take into their portfolio."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.forms import Form, offered
from core.text import whole_number
from itsm_sandbox.evidence.add_to_portfolio import Choice, Proposal
from itsm_sandbox.evidence.suggestions import Suggestion


class PortfolioForm(Form):
    title = StringField("Title")
    codes = SelectMultipleField(
        "What it may show",
        description="Suggested from what you did. Take away what does not fit; you can add others to the draft.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
        validate_choice=False,
    )
    account = TextAreaField(
        "What would you like to say about it?",
        description="Such as why you did it this way. You can write it later in the draft.",
        validators=[Optional()],
    )
    revision = HiddenField()

    @property
    def choice(self) -> Choice:
        revision = whole_number(self.revision.data)
        return Choice(self.title.data or "", self.codes.data or (), self.account.data or "", revision)

    @classmethod
    def of(cls, proposal: Proposal) -> "PortfolioForm":
        """The form as it was sent, or with everything that is suggested."""
        codes: Sequence[Any] = [suggestion.code for suggestion in proposal.suggestions]
        form = cls(data={"title": proposal.title, "codes": codes, "revision": proposal.artefact.revision})
        form.codes.choices = offered((one.code, one.code) for one in proposal.suggestions)
        return form

    def hints(self, suggestions: Sequence[Suggestion]) -> dict[str, str]:
        return {suggestion.code: suggestion.why for suggestion in suggestions}
