"""What every artefact of a workplace has: its place, its number, its state and the event that last changed it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.db import Base
from itsm_sandbox.engine.kinds import ArtefactKind


class Artefact(Base):
    """A row that is the fold of its events: `services.acting` changes it together with the event that says so.

    `revision` is the number in the workplace's log of the artefact's last event; a page that was opened at another
    revision is stale. Times are the workplace's own.
    """

    __abstract__ = True
    kind: ClassVar[ArtefactKind]
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

    def values(self) -> dict[str, Any]:
        """Every column by name, as guards read them."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}
