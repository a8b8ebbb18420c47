"""The rows that a form offers, and the words for those that were chosen."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select

from core.db import db
from core.formatting import day
from core.text import whole_number
from itsm_sandbox.assets.software.models import Entitlement, SoftwareProduct
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.engine.models.artefact import Artefact
from itsm_sandbox.engine.models.workplace import Colleague, Site, SupportGroup
from itsm_sandbox.engine.queries.workplaces import list_colleagues, list_groups, list_sites, list_support
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.projects.projects.queries import list_leaders

_NAMED: dict[str, Any] = {
    "people": Colleague,
    "support": Colleague,
    "leaders": Colleague,
    "change_team": Colleague,
    "groups": SupportGroup,
    "sites": Site,
    "services": Service,
    "articles": Article,
    "products": SoftwareProduct,
    "licences": Entitlement,
}


@cache
def _models() -> dict[ArtefactKind, type[Artefact]]:
    return {model.kind: model for model in Artefact.__subclasses__()}


@cache
def _prefixes() -> dict[ArtefactKind, tuple[str, ...]]:
    several = {ArtefactKind.TICKET: ("INC", "REQ")}
    return {kind: several.get(kind, (model.prefix,)) for kind, model in _models().items()}


def _list_change_team(workplace_id: int) -> list[Colleague]:
    return [one for one in list_colleagues(workplace_id) if one.roles - {WorkRole.USER}]


_PEOPLE: dict[str, Callable[[int], Sequence[Colleague]]] = {
    "people": list_colleagues,
    "support": list_support,
    "change_team": _list_change_team,
    "leaders": list_leaders,
}


def list_choices(workplace_id: int, offers: str) -> list[tuple[int, str]]:
    """Ids and words of what a field `offers`, one of the keys above, by name."""
    if offers in _PEOPLE:
        return [(one.id, _person(one)) for one in _PEOPLE[offers](workplace_id)]
    if offers == "groups":
        return [(one.id, f"{one.name}, level {one.level}") for one in list_groups(workplace_id)]
    if offers == "sites":
        return [(one.id, one.name) for one in list_sites(workplace_id)]
    if offers == "licences":
        return _list_licences(workplace_id)
    model = _NAMED[offers]
    label = Article.title if offers == "articles" else model.name
    rows = db.session.execute(
        select(model.id, label).where(model.workplace_id == workplace_id, model.state != "retired").order_by(label)
    )
    return [(row_id, name) for row_id, name in rows]


def describe_stored(offers: str, row_id: int) -> str:
    """The words for a row of one of these lists, also when the list offers it no more."""
    row = db.session.get_one(_NAMED[offers], row_id)
    return _person(row) if isinstance(row, Colleague) else _word_for(row)


def _person(one: Colleague) -> str:
    marks = [mark for mark, holds in (("simulated", one.is_simulated), ("has left", one.left_at is not None)) if holds]
    return f"{one.name} ({', '.join(marks)})" if marks else one.name


def _list_licences(workplace_id: int) -> list[tuple[int, str]]:
    """Those that were not ended, by product: what it is, how many, and until when."""
    rows = db.session.execute(
        select(Entitlement, SoftwareProduct.name)
        .join(SoftwareProduct, SoftwareProduct.id == Entitlement.product_id)
        .where(Entitlement.workplace_id == workplace_id, Entitlement.state == "active")
        .order_by(SoftwareProduct.name, Entitlement.number)
    )
    return [
        (
            one.id,
            f"{name}, {one.ref}: {'no limit' if one.quantity is None else one.quantity}"
            + (f", until {day(one.ends_on)}" if one.ends_on else ""),
        )
        for one, name in rows
    ]


def find_by_ref(workplace_id: int, kind: ArtefactKind, ref: str) -> int | None:
    """The id of what is typed as "INC-0042", in any case and with or without noughts; None when there is none."""
    prefix, _, digits = ref.strip().upper().partition("-")
    number = whole_number(digits)
    if prefix not in _prefixes()[kind] or number is None:
        return None
    model = _models()[kind]
    return db.session.scalar(select(model.id).where(model.workplace_id == workplace_id, model.number == number))


def find_artefact_by_ref(workplace_id: int, ref: str) -> Artefact | None:
    """Of whatever kind its letters name."""
    prefix, _, digits = ref.partition("-")
    kind = next((one for one, prefixes in _prefixes().items() if prefix in prefixes), None)
    number = whole_number(digits)
    return find_artefact_numbered(workplace_id, kind, number) if kind and number is not None else None


def find_artefact_numbered(workplace_id: int, kind: ArtefactKind, number: int) -> Artefact | None:
    model = _models().get(kind)
    if model is None:
        return None
    return db.session.scalar(select(model).where(model.workplace_id == workplace_id, model.number == number))


def list_refs(workplace_id: int, kind: str, ids: Sequence[int]) -> list[str]:
    """What people type for these artefacts, by number."""
    model = _models()[ArtefactKind(kind)]
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
        model = _models()[ArtefactKind(asked.offers)] if asked.ask in {Ask.REF, Ask.REFS} else _NAMED[asked.offers]
        rows = db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id)).all()
        words[asked.name] = ", ".join(_word_for(row) for row in rows)
    return words


def _word_for(row: Any) -> str:
    if isinstance(row, Artefact):
        title = getattr(row, "title", None) or getattr(row, "name", None) or getattr(row, "description", "")
        return f"{row.ref} {title}".strip()
    return str(row.name)
