"""The places that a workplace has for people, each with the functions that usually go together."""

from dataclasses import dataclass
from enum import StrEnum

from itsm_sandbox.engine.roles import WorkRole


class RoleSet(StrEnum):
    DESK = "desk"
    ENGINEER = "engineer"
    OWNER = "owner"
    TECHNICIAN = "technician"
    FINAL_APPROVER = "final_approver"
    USER = "user"

    @property
    def about(self) -> "RoleSetAbout":
        return _ABOUT[self]


@dataclass(frozen=True, slots=True)
class RoleSetAbout:
    label: str
    hint: str
    roles: tuple[WorkRole, ...]


_ABOUT = {
    RoleSet.DESK: RoleSetAbout(
        "Service desk",
        "Single point of contact and first-level support",
        (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL),
    ),
    RoleSet.ENGINEER: RoleSetAbout(
        "Engineer",
        "Second-level support and peer reviewer of changes",
        (WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER, WorkRole.DESIGN),
    ),
    RoleSet.OWNER: RoleSetAbout(
        "ICT owner", "Owns the catalogue and approves that changes proceed",
        (WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER),
    ),
    RoleSet.TECHNICIAN: RoleSetAbout(
        "Technician", "Maintenance and implementation", (WorkRole.MAINTENANCE, WorkRole.IMPLEMENTATION)
    ),
    RoleSet.FINAL_APPROVER: RoleSetAbout(
        "Head or manager", "Final approver of changes, from outside ICT", (WorkRole.FINAL_APPROVER, WorkRole.USER)
    ),
    RoleSet.USER: RoleSetAbout("ICT user", "Reports things and asks for them", (WorkRole.USER,)),
}  # fmt: skip
