"""What people fill in about programmes, enrolments and evidence."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from accounts.models import Membership, Role
from core.forms import Form, offered, without_controls
from core.routing import row_number
from portfolio.enrolments.models import Enrolment
from portfolio.evidence.models import EvidenceVersion
from portfolio.evidence.rules.submission import TITLE_LENGTH
from portfolio.evidence.services.claims import ClaimChange, TagChange
from portfolio.meta_skills.models import MetaSkillTag
from portfolio.programmes.models import Programme
from portfolio.programmes.queries import OfferedUnit
from portfolio.programmes.rules import LONGEST_CHOICE, LONGEST_SENTENCE, MOST_CHOICES, Declarations
from portfolio.programmes.services import UnitChoice
from portfolio.vocabulary import RECORDED_KINDS, EvidenceKind, Origin
from standards.models import Framework
from standards.rules import ScaleStep

_LONGEST_TEXT = 50_000
_TOO_LONG = "This is longer than {} characters. Put the rest in a file."
_ORIGINS = {
    Origin.LIVE: ("Live work", "Real work for the employer."),
    Origin.SIMULATED: ("Simulated", "Practice, or work set up for learning."),
    Origin.PRIOR: ("Prior learning", "Done before the apprenticeship began."),
}
ORIGIN_HINTS = {origin.value: hint for origin, (_, hint) in _ORIGINS.items()}


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


class FrameworkForm(Form):
    """Which standard a new programme is over."""

    framework = SelectField("Standard")

    def offer(self, frameworks: Sequence[Framework]) -> None:
        self.framework.choices = offered((str(row.id), f"{row.title}, version {row.version}") for row in frameworks)


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
