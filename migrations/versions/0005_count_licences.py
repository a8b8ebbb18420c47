"""Indexes by which licences are counted.

Revision 0005, after 0004; made 2026-11-22.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_asset_workplace_id_asset_state"), "asset", ["workplace_id", "state"])
    op.create_index(op.f("ix_asset_custodian_id"), "asset", ["custodian_id"])
    op.create_index(
        "ix_installation_counted",
        "installation",
        ["workplace_id", "product_id", "asset_id", "first_seen_on", "removed_on", "last_used_on"],
    )
    op.drop_index(op.f("ix_installation_workplace_id_installation_product_id"), table_name="installation")


def downgrade() -> None:
    op.create_index(
        op.f("ix_installation_workplace_id_installation_product_id"), "installation", ["workplace_id", "product_id"]
    )
    op.drop_index("ix_installation_counted", table_name="installation")
    op.drop_index(op.f("ix_asset_custodian_id"), table_name="asset")
    op.drop_index(op.f("ix_asset_workplace_id_asset_state"), table_name="asset")
