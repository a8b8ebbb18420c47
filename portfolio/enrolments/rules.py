"""What must hold of the people and the days of an enrolment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Member:
    """As much of a membership of the centre as the rule looks at."""

    role: str
    person_id: int


_ROLES = {
    "apprentice_id": ("apprentice", "apprentice"),
    "assessor_id": ("assessor", "assessor"),
    "verifier_id": ("verifier", "verifier"),
    "line_manager_id": ("line_manager", "line manager"),
}  # by field: the role that it asks for, and its word


def wrong_with(
    named: Mapping[str, int | None], members: Mapping[int, Member], starts_on: date, planned_end_on: date
) -> dict[str, str]:
    """A sentence for each field that cannot be: roles in this centre, nobody twice, an end after the start.

    `named` holds the memberships by field; `members` those of them that the centre has, by id.
    """
    errors: dict[str, str] = {}
    seen: dict[int, str] = {}
    for field, (role, word) in _ROLES.items():
        membership_id = named.get(field)
        if membership_id is None:
            continue
        member = members.get(membership_id)
        if member is None or member.role != role:
            errors[field] = f"Choose a current {word} of your centre."
        elif member.person_id in seen:
            errors[field] = f"The {word} cannot be the same person as the {seen[member.person_id]}."
        else:
            seen[member.person_id] = word
    if planned_end_on <= starts_on:
        errors["planned_end_on"] = "The planned end must be after the start."
    return errors
