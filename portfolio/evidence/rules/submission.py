"""What a draft still needs before it can be submitted, field by field."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portfolio.vocabulary import RECORDED_KINDS, EvidenceKind, Origin


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """As much of a draft as the rule looks at. A record is what an assessor made of the apprentice's work."""

    title: str
    kind: EvidenceKind
    origin: Origin | None
    done_on: date | None
    files: int
    account: str
    link: str
    work_location: str
    claims: int
    is_authentic: bool
    ai_use: str
    is_record: bool = False


def missing(facts: DraftFacts, *, today: date, ai_choices: Collection[str]) -> dict[str, str]:
    """A sentence for each field, by its name in the form, that stops the draft; empty when it may be submitted."""
    found = {
        "title": "" if facts.title.strip() else "Give this evidence a title.",
        "files": _content_needed(facts),
        "origin": "" if facts.origin else "Choose whether this is live work, simulated or prior learning.",
        "done_on": _date_needed(facts.done_on, today, is_record=facts.is_record),
        "criteria": "" if facts.claims else "Choose at least one criterion that this evidence shows.",
        **_declarations_needed(facts, ai_choices),
    }
    if facts.is_record and facts.kind not in RECORDED_KINDS:
        found["kind"] = WRONG_KIND
    return {field: sentence for field, sentence in found.items() if sentence}


def _content_needed(facts: DraftFacts) -> str:
    account, link = facts.account.strip(), facts.link.strip()
    match facts.kind:
        case EvidenceKind.ACCOUNT | EvidenceKind.REFLECTION:
            return "" if account or facts.files else "Write your account, or add it as a file."
        case EvidenceKind.WORK_PRODUCT:
            return "" if facts.work_location.strip() else "Say where the work product is kept, so that it can be seen."
        case EvidenceKind.FILES:
            return "" if facts.files or account or link else "Add a file, a written account or a link."
        case _:
            return "" if facts.files or account or link else "Add a file, write what happened or give a link."


def _declarations_needed(facts: DraftFacts, ai_choices: Collection[str]) -> dict[str, str]:
    if facts.is_record:
        return {"is_authentic": "" if facts.is_authentic else "Confirm that you saw or heard this yourself."}
    return {
        "is_authentic": "" if facts.is_authentic else "Confirm that this is your own work.",
        "ai_use": "" if facts.ai_use in ai_choices else "Say how you used AI, or that you did not.",
    }


def _date_needed(done_on: date | None, today: date, *, is_record: bool) -> str:
    if done_on is None:
        return "Say when it took place." if is_record else "Say when you did the work."
    return "The work cannot have been done in the future." if done_on > today else ""


def propose_title(file_name: str) -> str:
    """A title from a file's name: `mailbox_restore-v2.pdf` becomes `Mailbox restore v2`."""
    stem = file_name.rpartition(".")[0] or file_name
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return (words[:1].upper() + words[1:])[:TITLE_LENGTH]


TITLE_LENGTH = 200
WRONG_KIND = "Choose an observation record or a professional discussion."
