"""Which column of an uploaded table holds what: guessed from its name, and checked once it is chosen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.tables.cells import name_of

LEAVE = "leave"  # what this column holds does not come in


@dataclass(frozen=True, slots=True)
class Role:
    """Something that a column can hold. `rule` says what its cells must be; `names` are what it is often called."""

    name: str
    label: str
    rule: str = ""
    required: bool = False
    once: bool = True  # only one column can hold it
    names: tuple[str, ...] = ()


def guess(columns: Sequence[str], roles: Sequence[Role], otherwise: str = LEAVE) -> dict[str, str]:
    """For every column the role that its name tells; one that is there only once goes to the first."""
    known = {name_of(name): role for role in reversed(roles) for name in (role.name, role.label, *role.names)}
    taken: set[str] = set()
    mapping = {}
    for column in columns:
        role = known.get(name_of(column))
        mapping[column] = otherwise
        if role is not None and not (role.once and role.name in taken):
            mapping[column] = role.name
            taken.add(role.name)
    return mapping


def find_mapping_faults(mapping: Mapping[str, str], columns: Iterable[str], roles: Sequence[Role]) -> list[str]:
    """What is wrong with a choice of columns, a sentence for each."""
    known = {role.name: role for role in roles}
    chosen = Counter(mapping.get(column, LEAVE) for column in columns)
    faults = [f"Choose the column that holds “{r.label}”." for r in roles if r.required and not chosen[r.name]]
    for name, count in chosen.items():
        role = known.get(name)
        if role is None and name != LEAVE:
            faults.append("Choose from what is offered for each column.")
        elif role is not None and role.once and count > 1:
            faults.append(f"{count} columns are chosen for “{role.label}”. Choose one.")
    return faults


def places_of(mapping: Mapping[str, str], columns: Sequence[str]) -> dict[str, int]:
    """By role, the place of the column that holds it; of roles that several columns hold, the first."""
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(mapping.get(column, LEAVE), place)
    return places
