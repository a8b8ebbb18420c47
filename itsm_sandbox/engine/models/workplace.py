"""A simulated school or firm: its places, people, groups, opening hours and own time."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Membership
from core.db import Base
from itsm_sandbox.engine.clock import ClockMode, SimClock
from itsm_sandbox.engine.roles import OUTSIDE_ICT, WorkRole


class WorkplaceKind(StrEnum):
    SCHOOL = "school"
    FIRM = "firm"


class ChangeProfile(StrEnum):
    """Who may give both approvals of a change: in Primary FITS one person may hold both, in FITS they must differ."""

    PRIMARY_FITS = "primary_fits"
    FITS = "fits"


class Workplace(Base):
    __tablename__ = "workplace"
    __table_args__ = (Index(None, "centre_id"),)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    name: Mapped[str]
    kind: Mapped[WorkplaceKind]
    is_solo: Mapped[bool]  # one apprentice, every other role played by simulated colleagues
    change_profile: Mapped[ChangeProfile] = mapped_column(default=ChangeProfile.FITS)
    peer_review_required: Mapped[bool] = mapped_column(default=True)
    matrix: Mapped[dict[str, str]] = mapped_column(JSON)  # "impact urgency" to priority, such as "high low" to "P3"
    reminders: Mapped[int] = mapped_column(default=3)  # unanswered, before a ticket is resolved for want of a reply
    seed: Mapped[int]
    clock_mode: Mapped[ClockMode]
    clock_rate: Mapped[int] = mapped_column(default=1)
    clock_real_at: Mapped[datetime]
    clock_sim_at: Mapped[datetime]
    started_at: Mapped[datetime]  # in its own time: when its history was handed over to people
    last_seq: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)  # the number of its own last event
    created_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    created_at: Mapped[datetime]  # in our time

    @property
    def clock(self) -> SimClock:
        return SimClock(self.clock_mode, self.clock_rate, self.clock_real_at, self.clock_sim_at)


class Site(Base):
    __tablename__ = "workplace_site"
    __table_args__ = (UniqueConstraint("workplace_id", "name"),)

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    name: Mapped[str]


class Colleague(Base):
    """Somebody of the workplace: a member who works there, or a simulated person, for ever one or the other."""

    __tablename__ = "colleague"
    __table_args__ = (
        UniqueConstraint("workplace_id", "login"),
        UniqueConstraint("workplace_id", "membership_id"),
        Index(None, "membership_id"),
    )

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    name: Mapped[str]
    login: Mapped[str]
    job: Mapped[str] = mapped_column(default="")
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    temperament: Mapped[str] = mapped_column(default="")  # of a simulated person: how quickly and how they answer
    left_at: Mapped[datetime | None]

    role_names: Mapped[list[str]] = mapped_column(JSON)  # held now; the log tells since when

    membership: Mapped[Membership | None] = relationship(lazy="raise_on_sql")

    @property
    def is_simulated(self) -> bool:
        return self.membership_id is None

    @property
    def roles(self) -> frozenset[WorkRole]:
        return frozenset(WorkRole(name) for name in self.role_names)

    @property
    def runs_ict(self) -> bool:
        """Whether they have a part in it, more than to use or supply it."""
        return bool(self.roles - OUTSIDE_ICT)


class SupportGroup(Base):
    """Those a ticket can be given to together; an outside supplier is a group too."""

    __tablename__ = "support_group"
    __table_args__ = (UniqueConstraint("workplace_id", "name"),)

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    name: Mapped[str]
    level: Mapped[int]  # 1, 2 or 3
    is_supplier: Mapped[bool] = mapped_column(default=False)


class GroupMember(Base):
    __tablename__ = "support_group_member"
    __table_args__ = (UniqueConstraint("group_id", "colleague_id"), Index(None, "colleague_id"))

    group_id: Mapped[int] = mapped_column(ForeignKey("support_group.id"))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))


class OpeningHours(Base):
    """A version of the service calendar. It serves the days from `from_on` until the next version's, for ever."""

    __tablename__ = "opening_hours"
    __table_args__ = (UniqueConstraint("workplace_id", "number"),)
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    week: Mapped[list[Any]] = mapped_column(JSON)  # seven lists of [first minute, minute after the last]
    subdivision: Mapped[str]  # SCT or ENG: whose bank holidays
    closures: Mapped[list[Any]] = mapped_column(JSON)  # own closed days: [first day, last day, name]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    made_at: Mapped[datetime]
