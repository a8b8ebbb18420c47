"""What somebody says of a meta-skill, of their own or of another's."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from core.forms import Form
from standards.rules import ScaleStep


class _RatingForm(Form):
    rating = RadioField("Where is it now", coerce=int, validators=[InputRequired("Choose one of the steps.")])

    def offer(self, scale: Sequence[ScaleStep]) -> None:
        """Set the steps to choose from. Forms never read for themselves."""
        self.rating.choices = [(step.value, f"{step.value}. {step.label}") for step in scale]


class SelfEvaluationForm(_RatingForm):
    reflection = TextAreaField(
        "What happened that shows it",
        description="One real moment is enough: what you did, and what came of it.",
        validators=[InputRequired("Write a sentence or two about what happened.")],
    )
    next_step = TextAreaField(
        "Your next step",
        description="Something you will do in the coming weeks.",
        validators=[InputRequired("Say what you will do next.")],
    )
    is_shared = BooleanField("Share this with your assessor and line manager")

    def content(self) -> dict[str, Any]:
        return {
            "rating": self.rating.data,
            "reflection": self.reflection.data,
            "next_step": self.next_step.data,
            "is_shared": self.is_shared.data,
        }


class FeedbackForm(_RatingForm):
    comment = TextAreaField(
        "What you saw",
        description="The apprentice reads this, with your name.",
        validators=[InputRequired("Say what you saw them do.")],
    )

    def content(self) -> dict[str, Any]:
        return {"rating": self.rating.data, "comment": self.comment.data}
