"""What a draft of evidence is made of: its fields, its claims and its meta-skills."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from core.forms import Form, offered
from core.routing import row_number
from core.text import without_controls
from portfolio.evidence.models import EvidenceVersion, MetaSkillTag
from portfolio.evidence.rules.submission import TITLE_LENGTH
from portfolio.evidence.services.claims import ClaimChange, TagChange
from portfolio.programmes.rules import Declarations
from portfolio.vocabulary import RECORDED_KINDS, EvidenceKind, Origin

_LONGEST_TEXT = 50_000
_TOO_LONG = "This is longer than {} characters. Put the rest in a file."
_ORIGINS = {
    Origin.LIVE: ("Live work", "Real work for the employer."),
    Origin.SIMULATED: ("Simulated", "Practice, or work set up for learning."),
    Origin.PRIOR: ("Prior learning", "Done before the apprenticeship began."),
}
ORIGIN_HINTS = {origin.value: hint for origin, (_, hint) in _ORIGINS.items()}


COMPARED = (
    "title",
    "kind",
    "origin",
    "done_on",
    "account",
    "link",
    "work_location",
    "answer",
    "is_authentic",
    "ai_use",
)  # fields of a draft that are shown beside what is saved, in this order


def _text(label: str, longest: int, **options: Any) -> StringField:
    return StringField(label, validators=[Length(max=longest, message=f"Use at most {longest} characters.")], **options)


def _long_text(label: str, **options: Any) -> TextAreaField:
    return TextAreaField(
        label, validators=[Length(max=_LONGEST_TEXT, message=_TOO_LONG.format(f"{_LONGEST_TEXT:,}"))], **options
    )


_OF_A_RECORD = {
    "account": ("What did you see or hear?", "What the apprentice did and said, what you asked, and what came of it."),
    "done_on": ("When did it take place?", ""),
    "link": ("Link", "An address where it can be seen. Nothing is fetched from it."),
    "answer": ("What you changed", "The apprentice reads it beside the new version."),
}


class MayWait(Optional):
    """A draft may lack it, submitting asks for it: so the label does not say "optional"."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class EvidenceForm(Form):
    """A draft. Nothing is required here: what submitting needs is the rule's to say, and a draft may lack anything."""

    revision = IntegerField(validators=[Optional()], default=1)
    files = MultipleFileField("Files")
    title = _text("Title", TITLE_LENGTH, description="A few words that tell this piece from the others.")
    kind = SelectField("Kind of evidence", coerce=EvidenceKind)
    origin = RadioField(
        "Where was the work done?",
        choices=offered((origin.value, label) for origin, (label, _) in _ORIGINS.items()),
        validators=[MayWait()],
    )
    done_on = DateField("When did you do the work?", validators=[MayWait()])
    account = _long_text(
        "What did you do?", description="What the task was, what you did and why, and what came of it."
    )
    link = _text("Link", 2000, description="An address that your assessor can open. Nothing is fetched from it.")
    work_location = _text(
        "Where is the work kept?", 300, description="Only for work that stays at the workplace: where it can be seen."
    )
    answer = _long_text("Your reply to the assessor", description="What you changed or added since it was returned.")
    criteria = SelectMultipleField("Criteria", coerce=int, validate_choice=False)
    meta_skills = SelectMultipleField("Meta-skills", coerce=int, validate_choice=False)
    declarations = IntegerField(validators=[Optional()], default=0)  # the number of the edition that is shown
    is_authentic = BooleanField()
    ai_use = RadioField("How did you use AI for this?", validators=[MayWait()], validate_choice=False)

    def offer(
        self,
        kind: EvidenceKind,
        declarations: Declarations,
        *,
        is_record: bool = False,
        origin: Origin | None = None,
    ) -> None:
        """Set the kinds and the declarations. What was frozen in a workplace keeps its kind and origin."""
        self.is_authentic.label.text = declarations.sentence(is_record=is_record)
        self.ai_use.choices = offered(declarations.ai_use.items())
        if is_record:
            self.kind.choices = offered((k, k.label) for k in RECORDED_KINDS)
            for name, (label, hint) in _OF_A_RECORD.items():
                self[name].label.text, self[name].description = label, hint
            return
        is_artefact = kind is EvidenceKind.SANDBOX_ARTEFACT
        kinds = [k for k in EvidenceKind if is_artefact == (k is EvidenceKind.SANDBOX_ARTEFACT)]
        self.kind.choices = offered((k, k.label) for k in kinds)
        if is_artefact and origin is not None:
            self.origin.choices = offered([(origin.value, _ORIGINS[origin][0])])

    def validate_link(self, link: StringField) -> None:
        if link.data and not link.data.strip().lower().startswith(("http://", "https://")):
            raise ValidationError("Give an address that begins with https:// or http://.")

    def ask_again(self, declarations: Declarations) -> bool:
        """Take away what was agreed to in another edition, and show this one. Return whether that was needed."""
        was_other = self.declarations.data != declarations.number
        self.declarations.data, self.declarations.raw_data = declarations.number, None
        if was_other:
            self.is_authentic.data, self.ai_use.data = False, None
        return was_other

    @property
    def changes(self) -> dict[str, Any]:
        return {
            "title": " ".join((self.title.data or "").split()),
            "kind": self.kind.data,
            "origin": Origin(self.origin.data) if self.origin.data else None,
            "done_on": self.done_on.data,
            "account": _lines(self.account.data),
            "link": (self.link.data or "").strip(),
            "work_location": (self.work_location.data or "").strip(),
            "answer": _lines(self.answer.data),
            "is_authentic": self.is_authentic.data,
            "ai_use": self.ai_use.data or "",
        }

    @classmethod
    def of(cls, draft: EvidenceVersion, tags: Sequence[MetaSkillTag], declarations: Declarations) -> "EvidenceForm":
        form = cls(
            None,
            obj=draft,
            criteria=[claim.criterion_id for claim in draft.claims],
            meta_skills=[tag.criterion_id for tag in tags],
            declarations=declarations.number,
        )
        form.origin.data = draft.origin.value if draft.origin else None
        is_record = draft.evidence.is_record
        form.is_authentic.data = draft.is_authentic and draft.declared == declarations.sentence(is_record=is_record)
        if draft.ai_declared != declarations.ai_use.get(draft.ai_use):
            form.ai_use.data = None
        form.offer(draft.kind, declarations, is_record=is_record, origin=draft.origin)
        return form


def read_claims(sent: MultiDict[str, str]) -> list[ClaimChange]:
    """The criteria ticked, each with its locator and reason, once each."""
    chosen = dict.fromkeys(sent.getlist("criteria", type=row_number))
    return [(number, _one(sent, f"locator-{number}"), _one(sent, f"reason-{number}")) for number in chosen]


def read_tags(sent: MultiDict[str, str]) -> list[TagChange]:
    """The meta-skills ticked, each with its sentence."""
    chosen = dict.fromkeys(sent.getlist("meta_skills", type=row_number))
    return [(number, _one(sent, f"how-{number}")) for number in chosen]


def _one(sent: MultiDict[str, str], name: str) -> str:
    return _lines(without_controls(sent.get(name, "")))[:2000]


def _lines(text: str | None) -> str:
    """The text with one kind of line end, as browsers and scripts differ."""
    return (text or "").replace("\r\n", "\n").strip()
