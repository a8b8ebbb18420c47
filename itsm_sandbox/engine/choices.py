"""What a form offers and what somebody types into it: rows of lists, references such as INC-0042, and their words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.db import db
from core.text import whole_number
from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.engine.models import Artefact, Colleague
from itsm_sandbox.engine.offers import Choices, get_list, person_in_words
from itsm_sandbox.engine.registry import find_type, find_type_with_prefix, get_type, prefixes_of


def list_choices(workplace_id: int, offers: str) -> Choices:
    """Ids and words of what a field `offers`, the name of a list."""
    return get_list(offers).choices(workplace_id)


def describe_stored(offers: str, row_id: int) -> str:
    """The words for a row of one of these lists, also when the list offers it no more."""
    row = db.session.get_one(get_list(offers).model, row_id)
    return person_in_words(row) if isinstance(row, Colleague) else _word_for(row)


def find_by_ref(workplace_id: int, kind: str, ref: str) -> int | None:
    """The id of what is typed as "INC-0042", in any case and with or without noughts; None when there is none."""
    prefix, _, digits = ref.strip().upper().partition("-")
    number = whole_number(digits)
    if prefix not in prefixes_of(get_type(kind)) or number is None:
        return None
    model = get_type(kind).model
    return db.session.scalar(select(model.id).where(model.workplace_id == workplace_id, model.number == number))


def find_artefact_by_ref(workplace_id: int, ref: str) -> Artefact | None:
    """Of whatever kind its letters name."""
    prefix, _, digits = ref.partition("-")
    found, number = find_type_with_prefix(prefix), whole_number(digits)
    return find_artefact_numbered(workplace_id, found.kind, number) if found and number is not None else None


def find_artefact_numbered(workplace_id: int, kind: str, number: int) -> Artefact | None:
    found = find_type(kind)
    if found is None:
        return None
    model = found.model
    return db.session.scalar(select(model).where(model.workplace_id == workplace_id, model.number == number))


def list_refs(workplace_id: int, kind: str, ids: Sequence[int]) -> list[str]:
    """What people type for these artefacts, by number."""
    model = get_type(kind).model
    rows = db.session.scalars(
        select(model).where(model.workplace_id == workplace_id, model.id.in_(ids)).order_by(model.number)
    )
    return [row.ref for row in rows]


def words_for(fields: Sequence[Field], told: Mapping[str, Any]) -> dict[str, str]:
    """What the chosen ids stand for at this moment, so that the event tells it whatever happens to the rows."""
    words = {}
    for asked in fields:
        value = told.get(asked.name)
        model = model_chosen(asked)
        if not value or model is None:
            continue
        ids = value if isinstance(value, list) else [value]
        rows = db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id)).all()
        words[asked.name] = ", ".join(_word_for(row) for row in rows)
    return words


def model_chosen(asked: Field) -> type[Any] | None:
    """Of which table a field's answer holds ids; None for every other field."""
    if asked.ask in {Ask.REF, Ask.REFS}:
        return get_type(asked.offers).model
    return get_list(asked.offers).model if asked.ask in {Ask.ROW, Ask.ROWS} else None


def _word_for(row: Any) -> str:
    if isinstance(row, Artefact):
        title = getattr(row, "title", None) or getattr(row, "name", None) or getattr(row, "description", "")
        return f"{row.ref} {title}".strip()
    return str(row.name)
