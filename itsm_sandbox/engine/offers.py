"""The lists of rows that a form can offer, by name; the people, groups and places of a workplace are here already."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.engine.models import Colleague, Site, SupportGroup
from itsm_sandbox.engine.queries import list_colleagues, list_groups, list_sites, list_support
from itsm_sandbox.engine.roles import WorkRole

Choices = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class OfferedList:
    """`choices` gives the ids and words of a workplace's rows of the model, in the order in which they are offered."""

    name: str
    model: type[Any]
    choices: Callable[[int], Choices]


_LISTS: dict[str, OfferedList] = {}


def offer_list(offered: OfferedList) -> None:
    """Let every form offer this list."""
    if offered.name in _LISTS:
        raise ValueError(f"There are two lists called {offered.name}.")
    _LISTS[offered.name] = offered


def get_list(name: str) -> OfferedList:
    return _LISTS[name]


def people(find: Callable[[int], Sequence[Colleague]]) -> Callable[[int], Choices]:
    """The choices of a list of colleagues, each with what must be known before choosing them."""
    return lambda workplace_id: [(one.id, person_in_words(one)) for one in find(workplace_id)]


def not_retired(model: type[Any], label: Any) -> Callable[[int], Choices]:
    """The choices of a register, by the column `label`, without what was retired."""

    def choices(workplace_id: int) -> Choices:
        rows = db.session.execute(
            select(model.id, label).where(model.workplace_id == workplace_id, model.state != "retired").order_by(label)
        )
        return [(row_id, name) for row_id, name in rows]

    return choices


def person_in_words(one: Colleague) -> str:
    marks = [mark for mark, holds in (("simulated", one.is_simulated), ("has left", one.left_at is not None)) if holds]
    return f"{one.name} ({', '.join(marks)})" if marks else one.name


def _list_change_team(workplace_id: int) -> list[Colleague]:
    return [one for one in list_colleagues(workplace_id) if one.roles - {WorkRole.USER}]


def _list_groups(workplace_id: int) -> Choices:
    return [(one.id, f"{one.name}, level {one.level}") for one in list_groups(workplace_id)]


def _list_sites(workplace_id: int) -> Choices:
    return [(one.id, one.name) for one in list_sites(workplace_id)]


for _offered in (
    OfferedList("people", Colleague, people(list_colleagues)),
    OfferedList("support", Colleague, people(list_support)),
    OfferedList("change_team", Colleague, people(_list_change_team)),
    OfferedList("groups", SupportGroup, _list_groups),
    OfferedList("sites", Site, _list_sites),
):
    offer_list(_offered)
