"""The rows that a form offers, and the words for those that were chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.models import (
    Artefact,
    Article,
    Colleague,
    Service,
    Site,
    SupportGroup,
)
from itsm_sandbox.queries.workplaces import list_colleagues, list_groups, list_sites, list_support
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.machine import Ask, Field
from itsm_sandbox.rules.roles import WorkRole

_MODELS: dict[ArtefactKind, type[Artefact]] = {model.kind: model for model in Artefact.__subclasses__()}
_PREFIXES: dict[ArtefactKind, tuple[str, ...]] = {
    kind: (model.prefix,) for kind, model in _MODELS.items() if kind is not ArtefactKind.TICKET
}
_PREFIXES[ArtefactKind.TICKET] = ("INC", "REQ")
_NAMED: dict[str, Any] = {
    "people": Colleague,
    "support": Colleague,
    "change_team": Colleague,
    "groups": SupportGroup,
    "sites": Site,
    "services": Service,
    "articles": Article,
}


def list_choices(workplace_id: int, offers: str) -> list[tuple[int, str]]:
    """Ids and words of `people`, `support`, `change_team`, `groups`, `sites`, `services` or `articles`, by name."""
    if offers in {"people", "support", "change_team"}:
        found: Sequence[Colleague] = (
            list_support(workplace_id) if offers == "support" else list_colleagues(workplace_id)
        )
        if offers == "change_team":
            found = [one for one in found if one.roles - {WorkRole.USER}]
        return [(one.id, one.name + (" (simulated)" if one.is_simulated else "")) for one in found]
    if offers == "groups":
        return [(one.id, f"{one.name}, level {one.level}") for one in list_groups(workplace_id)]
    if offers == "sites":
        return [(one.id, one.name) for one in list_sites(workplace_id)]
    model = _NAMED[offers]
    label = Service.name if offers == "services" else Article.title
    rows = db.session.execute(
        select(model.id, label).where(model.workplace_id == workplace_id, model.state != "retired").order_by(label)
    )
    return [(row_id, name) for row_id, name in rows]


def find_by_ref(workplace_id: int, kind: ArtefactKind, ref: str) -> int | None:
    """The id of what is typed as "INC-0042", in any case and with or without noughts; None when there is none."""
    prefix, _, digits = ref.strip().upper().partition("-")
    if prefix not in _PREFIXES[kind] or not digits.isdecimal() or len(digits) > 9:
        return None
    model = _MODELS[kind]
    return db.session.scalar(select(model.id).where(model.workplace_id == workplace_id, model.number == int(digits)))


def list_refs(workplace_id: int, kind: str, ids: Sequence[int]) -> list[str]:
    """What people type for these artefacts, by number."""
    model = _MODELS[ArtefactKind(kind)]
    rows = db.session.scalars(
        select(model).where(model.workplace_id == workplace_id, model.id.in_(ids)).order_by(model.number)
    )
    return [row.ref for row in rows]


def words_for(fields: Sequence[Field], told: Mapping[str, Any]) -> dict[str, str]:
    """What the chosen ids stand for at this moment, so that the event tells it whatever happens to the rows."""
    words = {}
    for asked in fields:
        value = told.get(asked.name)
        if not value or asked.ask not in {Ask.ROW, Ask.ROWS, Ask.REF, Ask.REFS}:
            continue
        ids = value if isinstance(value, list) else [value]
        model = _MODELS[ArtefactKind(asked.offers)] if asked.ask in {Ask.REF, Ask.REFS} else _NAMED[asked.offers]
        rows = db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id)).all()
        words[asked.name] = ", ".join(_word_for(row) for row in rows)
    return words


def _word_for(row: Any) -> str:
    if isinstance(row, Artefact):
        title = getattr(row, "title", None) or getattr(row, "name", None) or getattr(row, "description", "")
        return f"{row.ref} {title}".strip()
    return str(row.name)
