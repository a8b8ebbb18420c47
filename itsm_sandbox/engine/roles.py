"""The functions people hold in a workplace, after FITS, and the ties someone can have to one piece of work."""

from enum import StrEnum


class WorkRole(StrEnum):
    """Held in a whole workplace, by one person or several. Several may be held by the same person."""

    ICT_OWNER = "ict_owner"
    SINGLE_POINT_OF_CONTACT = "single_point_of_contact"
    FIRST_LEVEL = "first_level"
    SECOND_LEVEL = "second_level"
    MAINTENANCE = "maintenance"
    DESIGN = "design"
    IMPLEMENTATION = "implementation"
    USER = "user"
    SUPPLIER = "supplier"
    INITIAL_APPROVER = "initial_approver"
    PEER_REVIEWER = "peer_reviewer"
    FINAL_APPROVER = "final_approver"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    WorkRole.ICT_OWNER: "ICT owner",
    WorkRole.SINGLE_POINT_OF_CONTACT: "Single point of contact",
    WorkRole.FIRST_LEVEL: "First-level support",
    WorkRole.SECOND_LEVEL: "Second-level support",
    WorkRole.MAINTENANCE: "Maintenance",
    WorkRole.DESIGN: "Design",
    WorkRole.IMPLEMENTATION: "Implementation",
    WorkRole.USER: "ICT user",
    WorkRole.SUPPLIER: "Supplier",
    WorkRole.INITIAL_APPROVER: "Initial approver of changes",
    WorkRole.PEER_REVIEWER: "Peer reviewer of changes",
    WorkRole.FINAL_APPROVER: "Final approver of changes",
}

SUPPORT = frozenset(
    {
        WorkRole.SINGLE_POINT_OF_CONTACT,
        WorkRole.FIRST_LEVEL,
        WorkRole.SECOND_LEVEL,
        WorkRole.MAINTENANCE,
        WorkRole.DESIGN,
        WorkRole.IMPLEMENTATION,
    }
)
"""Those who work on what users report; they see the desk and the board."""

OUTSIDE_ICT = frozenset({WorkRole.USER, WorkRole.SUPPLIER})
"""Those who use what is supported, or supply it."""


class Tie(StrEnum):
    """What someone is to one artefact. A room says who has which tie; a transition may ask for one."""

    REQUESTER = "requester"
    ASSIGNED = "assigned"
    ORIGINATOR = "originator"
    IMPLEMENTER = "implementer"
    INVESTIGATOR = "investigator"
    AUTHOR = "author"
    LEADER = "leader"  # of a project
    APPROVER = "approver"  # of what a request asks for
    ANYONE = "anyone"  # whoever works in the workplace
    TIMER = "timer"  # the workplace itself, when a time has come

    @property
    def label(self) -> str:
        return _TIE_LABELS[self]


_TIE_LABELS = {
    Tie.REQUESTER: "the requester",
    Tie.ASSIGNED: "the person it is assigned to",
    Tie.ORIGINATOR: "the originator",
    Tie.IMPLEMENTER: "the implementer",
    Tie.INVESTIGATOR: "an investigator",
    Tie.AUTHOR: "the author",
    Tie.LEADER: "the leader",
    Tie.APPROVER: "the approver",
    Tie.ANYONE: "anyone in the workplace",
    Tie.TIMER: "the workplace's timer",
}
