"""What the apprentice says of a record that an assessor made of their work."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessment.signatures.models import PerhapsRemarked, SignedInRole
from core.db import Base


class Confirmation(SignedInRole, PerhapsRemarked, Base):
    """The apprentice's answer to one handed-in version of a record: a signature that it is right, or why it is not.

    What is signed is the version, as they saw it.
    """

    __tablename__ = "confirmation"
    append_only = "always"

    version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"), unique=True)
    is_right: Mapped[bool]
