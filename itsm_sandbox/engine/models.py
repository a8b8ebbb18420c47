"""A workplace, its people and hours, its one log, its timers, and what every artefact in it has."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, literal
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

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


class WorkEvent(Base):
    """Something that happened to an artefact. States, clocks, metrics and evidence are computed from these.

    `data` holds `changes` (column: [before, after]), `given` (what was told with it) and `shown` (for values that are
    ids, the words they stood for then). Each event carries the hash of the one before it in the same workplace.
    """

    __tablename__ = "workplace_event"
    __table_args__ = (
        UniqueConstraint("workplace_id", "seq"),
        Index(None, "subject_kind", "subject_id", "seq"),
        Index(None, "workplace_id", "subject_kind", "at"),
        Index(None, "actor_id", "subject_kind", "verb"),
    )
    append_only = "always"

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    seq: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    verb: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    at: Mapped[datetime]  # in the workplace's time
    recorded_at: Mapped[datetime]  # in ours
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))  # None: the workplace's timer
    acting_role: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev_hash: Mapped[str]
    hash: Mapped[str]

    actor: Mapped[Colleague | None] = relationship(lazy="raise_on_sql")


class Timer(Base):
    """Something the workplace will do by itself: a colleague's answer, a reminder, a warning, a closing."""

    __tablename__ = "errand"
    __table_args__ = (
        Index(None, "workplace_id", "at"),
        UniqueConstraint("subject_kind", "subject_id", "name"),
    )

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    at: Mapped[datetime]  # in the workplace's time
    name: Mapped[str]  # which handler, such as "ticket.auto_close"
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Artefact(Base):
    """A row that is the fold of its events: `engine.perform` changes it together with the event that says so.

    `revision` is the number in the workplace's log of the artefact's last event; a page that was opened at another
    revision is stale. Times are the workplace's own.
    """

    __abstract__ = True
    kind: ClassVar[str]
    prefix: ClassVar[str]

    @declared_attr
    @classmethod
    def workplace_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("workplace.id"))

    number: Mapped[int]  # within the workplace and the table
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def ref(self) -> str:
        return f"{self.prefix}-{self.number:04d}"

    @classmethod
    def prefix_of(cls, values: Mapping[str, Any]) -> str:
        """The letters of the reference of a row with these values."""
        return cls.prefix

    @classmethod
    def prefix_column(cls) -> ColumnElement[str]:
        """The same letters in a select."""
        return literal(cls.prefix)

    def values(self) -> dict[str, Any]:
        """Every column by name, as guards read them."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}
