"""Incidents and requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Text, UniqueConstraint, case
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from itsm_sandbox.engine.models import Artefact, Colleague, SupportGroup


class Ticket(Artefact):
    """What a user reported or asked for.

    The columns from `responded_at` on are what its clocks and counts were at its last event, derived from the events
    so that lists and metrics need not read them all; `flask workplace verify` computes them again.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("workplace_id", "number"),
        Index(None, "workplace_id", "state", "fix_due_at"),
        Index(None, "workplace_id", "assigned_to_id", "state"),
        Index(None, "workplace_id", "created_at"),
        Index(None, "workplace_id", "changed_at", "number"),
        Index(None, "workplace_id", "is_major", "state"),
        Index(None, "requester_id"),
        Index(None, "problem_id"),
        Index(None, "parent_id"),
        Index(None, "duplicate_of_id"),
        Index(None, "follows_id"),
    )
    kind = "ticket"

    type: Mapped[str]  # incident or request
    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    requester_id: Mapped[int] = mapped_column(ForeignKey("colleague.id"))
    affected_user_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    channel: Mapped[str]  # phone, email, portal, chat, face_to_face, monitoring
    support_mode: Mapped[str | None]  # remote or on_premises
    site_id: Mapped[int | None] = mapped_column(ForeignKey("workplace_site.id"))
    location: Mapped[str] = mapped_column(default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    service_version: Mapped[int | None]
    request_item: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    subcategory: Mapped[str] = mapped_column(default="")
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    identity_method: Mapped[str] = mapped_column(default="")
    identity_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    identity_at: Mapped[datetime | None]
    impact: Mapped[str | None]
    urgency: Mapped[str | None]
    priority: Mapped[str | None]  # P1 to P5
    override_reason: Mapped[str] = mapped_column(Text, default="")
    is_major: Mapped[bool] = mapped_column(default=False)
    is_escalated: Mapped[bool] = mapped_column(default=False)  # to management
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))  # the major incident it is part of
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    approved_at: Mapped[datetime | None]
    communicate_every: Mapped[int | None]  # minutes, while it is a major incident
    articles_used: Mapped[list[int]] = mapped_column(JSON)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("support_group.id"))
    level: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))  # first-level support; kept to the end
    pending_reason: Mapped[str] = mapped_column(default="")
    follow_up_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)  # to the user, since it waits for them
    resolution_code: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(Text, default="")
    breach_reason: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[int | None]
    satisfaction_comment: Mapped[str] = mapped_column(Text, default="")
    effort_minutes: Mapped[int] = mapped_column(default=0)
    scenario: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # of a simulated report: what is true; never shown to those at work

    responded_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # closed or cancelled
    response_target_s: Mapped[int | None]
    fix_target_s: Mapped[int | None]
    response_due_at: Mapped[datetime | None]
    fix_due_at: Mapped[datetime | None]  # None while paused
    response_breached_at: Mapped[datetime | None]
    fix_breached_at: Mapped[datetime | None]
    response_s: Mapped[int | None]  # service seconds to the first response
    running_s: Mapped[int] = mapped_column(default=0)  # service seconds of the fix clock at the last event
    pending_s: Mapped[int] = mapped_column(default=0)
    resolved_s: Mapped[int] = mapped_column(default=0)
    reopens: Mapped[int] = mapped_column(default=0)
    escalations: Mapped[int] = mapped_column(default=0)  # functional
    reassignments: Mapped[int] = mapped_column(default=0)
    reclassifications: Mapped[int] = mapped_column(default=0)  # after triage
    contacts: Mapped[int] = mapped_column(default=0)

    requester: Mapped[Colleague] = relationship(foreign_keys="Ticket.requester_id", lazy="raise_on_sql")
    affected_user: Mapped[Colleague | None] = relationship(foreign_keys="Ticket.affected_user_id", lazy="raise_on_sql")
    assigned_to: Mapped[Colleague | None] = relationship(foreign_keys="Ticket.assigned_to_id", lazy="raise_on_sql")
    owner: Mapped[Colleague | None] = relationship(foreign_keys="Ticket.owner_id", lazy="raise_on_sql")
    group: Mapped[SupportGroup | None] = relationship(lazy="raise_on_sql")

    @classmethod
    def prefix_of(cls, values: Mapping[str, Any]) -> str:
        return "REQ" if values["type"] == "request" else "INC"

    @classmethod
    def prefix_column(cls) -> ColumnElement[str]:
        return case((cls.type == "request", "REQ"), else_="INC")

    @property
    def prefix(self) -> str:  # type: ignore[override]  # it follows the type, which classifying may change
        return "REQ" if self.type == "request" else "INC"


class TicketText(Base):
    """What is searched of a ticket: all that was written in it. `desk.search` keeps SQLite's index in step."""

    __tablename__ = "ticket_text"
    __table_args__ = (UniqueConstraint("ticket_id"), Index(None, "workplace_id"))

    workplace_id: Mapped[int] = mapped_column(ForeignKey("workplace.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    words: Mapped[str] = mapped_column(Text)
