"""The positions as a review freezes them, and the reviews as people read them."""

from datetime import date
from typing import Any

from sqlalchemy import select

from core.paging import Page, paginate
from itsm_sandbox.assets.licences.queries import list_positions
from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.engine.models import Colleague


def freeze_positions(workplace_id: int, on: date) -> list[dict[str, Any]]:
    """One row a product, as JSON keeps it; retired products are left out."""
    return [
        {
            "number": product.number,
            "ref": f"{SoftwareProduct.prefix}-{product.number:04d}",
            "name": product.name,
            "publisher": product.publisher,
            "metric": product.metric,
            "authorisation": product.authorisation,
            **position.plain(),
        }
        for product, position in list_positions(workplace_id, on)
        if product.state != "retired"
    ]


def list_licence_reviews(workplace_id: int, *, page: int = 1) -> Page[Any]:
    """Rows of (LicencePosition, author, is_simulated), the newest first."""
    return paginate(
        select(LicencePosition, Colleague.name.label("author"), Colleague.membership_id.is_(None).label("is_simulated"))
        .join(Colleague, Colleague.id == LicencePosition.author_id)
        .where(LicencePosition.workplace_id == workplace_id)
        .order_by(LicencePosition.number.desc()),
        page,
    )
