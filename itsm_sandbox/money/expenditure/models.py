"""Money committed and spent."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itsm_sandbox.engine.models import Artefact


class Expenditure(Artefact):
    """Money committed or spent. A correction is another row."""

    __tablename__ = "expenditure"
    __table_args__ = (UniqueConstraint("workplace_id", "number"), Index(None, "change_id"))
    kind = "expenditure"
    prefix = "EXP"

    on: Mapped[date]
    category: Mapped[str]  # one of the ten columns of FITS
    supplier: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    amount_pence: Mapped[int]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    entitlement_id: Mapped[int | None] = mapped_column(ForeignKey("entitlement.id"))  # the licence that it paid for
    vat_pence: Mapped[int | None]  # that came on top; None where it was not said
    budget_line: Mapped[str] = mapped_column(default="", server_default="")  # within the category, where it is split
    is_restricted: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("colleague.id"))
