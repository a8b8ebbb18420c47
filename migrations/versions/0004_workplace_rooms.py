"""Knowledge, software, audits, money, risk, projects, reports and live records of a workplace.

Revision 0004, after 0003; made 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What refuses to change or remove kept rows, as core.triggers wrote it on the day of this migration.
GUARDS = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION \"keep_article_version\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'article_version is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'article_version is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_article_version_row" BEFORE UPDATE OR DELETE ON "article_version" FOR EACH ROW EXECUTE FUNCTION "keep_article_version"()',
        'CREATE TRIGGER "keep_article_version_truncate" BEFORE TRUNCATE ON "article_version" FOR EACH STATEMENT EXECUTE FUNCTION "keep_article_version"()',
        "CREATE OR REPLACE FUNCTION \"keep_continuity_plan_version\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'continuity_plan_version is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'continuity_plan_version is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_continuity_plan_version_row" BEFORE UPDATE OR DELETE ON "continuity_plan_version" FOR EACH ROW EXECUTE FUNCTION "keep_continuity_plan_version"()',
        'CREATE TRIGGER "keep_continuity_plan_version_truncate" BEFORE TRUNCATE ON "continuity_plan_version" FOR EACH STATEMENT EXECUTE FUNCTION "keep_continuity_plan_version"()',
        "CREATE OR REPLACE FUNCTION \"keep_monitoring_collection\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'monitoring_collection is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'monitoring_collection is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_monitoring_collection_row" BEFORE UPDATE OR DELETE ON "monitoring_collection" FOR EACH ROW EXECUTE FUNCTION "keep_monitoring_collection"()',
        'CREATE TRIGGER "keep_monitoring_collection_truncate" BEFORE TRUNCATE ON "monitoring_collection" FOR EACH STATEMENT EXECUTE FUNCTION "keep_monitoring_collection"()',
        "CREATE OR REPLACE FUNCTION \"keep_network_device\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'network_device is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'network_device is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_network_device_row" BEFORE UPDATE OR DELETE ON "network_device" FOR EACH ROW EXECUTE FUNCTION "keep_network_device"()',
        'CREATE TRIGGER "keep_network_device_truncate" BEFORE TRUNCATE ON "network_device" FOR EACH STATEMENT EXECUTE FUNCTION "keep_network_device"()',
        "CREATE OR REPLACE FUNCTION \"keep_project_report\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'project_report is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'project_report is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_project_report_row" BEFORE UPDATE OR DELETE ON "project_report" FOR EACH ROW EXECUTE FUNCTION "keep_project_report"()',
        'CREATE TRIGGER "keep_project_report_truncate" BEFORE TRUNCATE ON "project_report" FOR EACH STATEMENT EXECUTE FUNCTION "keep_project_report"()',
        "CREATE OR REPLACE FUNCTION \"keep_report_issue\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'report_issue is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'report_issue is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_report_issue_row" BEFORE UPDATE OR DELETE ON "report_issue" FOR EACH ROW EXECUTE FUNCTION "keep_report_issue"()',
        'CREATE TRIGGER "keep_report_issue_truncate" BEFORE TRUNCATE ON "report_issue" FOR EACH STATEMENT EXECUTE FUNCTION "keep_report_issue"()',
    ],
    "sqlite": [
        'CREATE TRIGGER "keep_article_version_update" BEFORE UPDATE ON "article_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'article_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_article_version_delete" BEFORE DELETE ON "article_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'article_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_article_version_insert" BEFORE INSERT ON "article_version" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "article_version" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'article_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_continuity_plan_version_update" BEFORE UPDATE ON "continuity_plan_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'continuity_plan_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_continuity_plan_version_delete" BEFORE DELETE ON "continuity_plan_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'continuity_plan_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_continuity_plan_version_insert" BEFORE INSERT ON "continuity_plan_version" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "continuity_plan_version" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'continuity_plan_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_monitoring_collection_update" BEFORE UPDATE ON "monitoring_collection" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'monitoring_collection is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_monitoring_collection_delete" BEFORE DELETE ON "monitoring_collection" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'monitoring_collection is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_monitoring_collection_insert" BEFORE INSERT ON "monitoring_collection" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "monitoring_collection" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'monitoring_collection is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_network_device_update" BEFORE UPDATE ON "network_device" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'network_device is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_network_device_delete" BEFORE DELETE ON "network_device" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'network_device is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_network_device_insert" BEFORE INSERT ON "network_device" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "network_device" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'network_device is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_project_report_update" BEFORE UPDATE ON "project_report" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'project_report is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_project_report_delete" BEFORE DELETE ON "project_report" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'project_report is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_project_report_insert" BEFORE INSERT ON "project_report" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "project_report" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'project_report is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_report_issue_update" BEFORE UPDATE ON "report_issue" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'report_issue is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_report_issue_delete" BEFORE DELETE ON "report_issue" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'report_issue is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_report_issue_insert" BEFORE INSERT ON "report_issue" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "report_issue" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'report_issue is append-only; a kept row cannot be changed or removed\'); END',
    ],
}
UNGUARDS = {
    "postgresql": [
        'DROP TRIGGER IF EXISTS "keep_article_version_row" ON "article_version"',
        'DROP TRIGGER IF EXISTS "keep_article_version_truncate" ON "article_version"',
        'DROP FUNCTION IF EXISTS "keep_article_version"()',
        'DROP TRIGGER IF EXISTS "keep_continuity_plan_version_row" ON "continuity_plan_version"',
        'DROP TRIGGER IF EXISTS "keep_continuity_plan_version_truncate" ON "continuity_plan_version"',
        'DROP FUNCTION IF EXISTS "keep_continuity_plan_version"()',
        'DROP TRIGGER IF EXISTS "keep_monitoring_collection_row" ON "monitoring_collection"',
        'DROP TRIGGER IF EXISTS "keep_monitoring_collection_truncate" ON "monitoring_collection"',
        'DROP FUNCTION IF EXISTS "keep_monitoring_collection"()',
        'DROP TRIGGER IF EXISTS "keep_network_device_row" ON "network_device"',
        'DROP TRIGGER IF EXISTS "keep_network_device_truncate" ON "network_device"',
        'DROP FUNCTION IF EXISTS "keep_network_device"()',
        'DROP TRIGGER IF EXISTS "keep_project_report_row" ON "project_report"',
        'DROP TRIGGER IF EXISTS "keep_project_report_truncate" ON "project_report"',
        'DROP FUNCTION IF EXISTS "keep_project_report"()',
        'DROP TRIGGER IF EXISTS "keep_report_issue_row" ON "report_issue"',
        'DROP TRIGGER IF EXISTS "keep_report_issue_truncate" ON "report_issue"',
        'DROP FUNCTION IF EXISTS "keep_report_issue"()',
    ],
    "sqlite": [
        'DROP TRIGGER IF EXISTS "keep_article_version_update"',
        'DROP TRIGGER IF EXISTS "keep_article_version_delete"',
        'DROP TRIGGER IF EXISTS "keep_article_version_insert"',
        'DROP TRIGGER IF EXISTS "keep_continuity_plan_version_update"',
        'DROP TRIGGER IF EXISTS "keep_continuity_plan_version_delete"',
        'DROP TRIGGER IF EXISTS "keep_continuity_plan_version_insert"',
        'DROP TRIGGER IF EXISTS "keep_monitoring_collection_update"',
        'DROP TRIGGER IF EXISTS "keep_monitoring_collection_delete"',
        'DROP TRIGGER IF EXISTS "keep_monitoring_collection_insert"',
        'DROP TRIGGER IF EXISTS "keep_network_device_update"',
        'DROP TRIGGER IF EXISTS "keep_network_device_delete"',
        'DROP TRIGGER IF EXISTS "keep_network_device_insert"',
        'DROP TRIGGER IF EXISTS "keep_project_report_update"',
        'DROP TRIGGER IF EXISTS "keep_project_report_delete"',
        'DROP TRIGGER IF EXISTS "keep_project_report_insert"',
        'DROP TRIGGER IF EXISTS "keep_report_issue_update"',
        'DROP TRIGGER IF EXISTS "keep_report_issue_delete"',
        'DROP TRIGGER IF EXISTS "keep_report_issue_insert"',
    ],
}


def upgrade() -> None:
    op.create_table(
        "network_device",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("macs", sa.JSON(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("host_name", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("software", sa.JSON(), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_network_device_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_device")),
    )
    with op.batch_alter_table("network_device", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_device_workplace_id_network_device_device_network_device_id"),
            ["workplace_id", "device", "id"],
            unique=False,
        )

    op.create_table(
        "software_product",
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("authorisation", sa.String(), nullable=False),
        sa.Column("remote_use_allowed", sa.Boolean(), nullable=False),
        sa.Column("unit_price_pence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_software_product_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_software_product")),
        sa.UniqueConstraint("workplace_id", "name", name=op.f("uq_software_product_workplace_id_name")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_software_product_workplace_id_number")),
    )
    op.create_table(
        "concurrent_use",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["software_product.id"], name=op.f("fk_concurrent_use_product_id_software_product")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_concurrent_use_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concurrent_use")),
        sa.UniqueConstraint("product_id", "on", name=op.f("uq_concurrent_use_product_id_on")),
    )
    op.create_table(
        "entitlement",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("order_ref", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("maintenance", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["software_product.id"], name=op.f("fk_entitlement_product_id_software_product")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_entitlement_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_entitlement_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlement")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_entitlement_workplace_id_number")),
    )
    with op.batch_alter_table("entitlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entitlement_product_id"), ["product_id"], unique=False)

    op.create_table(
        "asset_report",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_asset_report_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_asset_report_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_report")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_asset_report_workplace_id_number")),
    )
    op.create_table(
        "audit",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_audit_author_id_colleague")),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_audit_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_audit_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_audit_workplace_id_number")),
    )
    op.create_table(
        "budget",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("software_pence", sa.Integer(), nullable=False),
        sa.Column("hardware_pence", sa.Integer(), nullable=False),
        sa.Column("mice_pence", sa.Integer(), nullable=False),
        sa.Column("cables_pence", sa.Integer(), nullable=False),
        sa.Column("consumables_pence", sa.Integer(), nullable=False),
        sa.Column("contracts_pence", sa.Integer(), nullable=False),
        sa.Column("ad_hoc_pence", sa.Integer(), nullable=False),
        sa.Column("staff_pence", sa.Integer(), nullable=False),
        sa.Column("accommodation_pence", sa.Integer(), nullable=False),
        sa.Column("miscellaneous_pence", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("split_category", sa.String(), nullable=False),
        sa.Column("split_lines", sa.JSON(), nullable=False),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_budget_author_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_budget_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_budget_workplace_id_number")),
    )
    op.create_table(
        "dashboard",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("tiles", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_dashboard_author_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_dashboard_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_dashboard_workplace_id_number")),
    )
    op.create_table(
        "import_batch",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("my_names", sa.JSON(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["colleague.id"], name=op.f("fk_import_batch_by_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_import_batch_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_sha256"), ["sha256"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_import_batch_workplace_id_import_batch_by_id"), ["workplace_id", "by_id"], unique=False
        )

    op.create_table(
        "licence_position",
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("positions", sa.JSON(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_licence_position_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_licence_position_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_position")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_licence_position_workplace_id_number")),
    )
    op.create_table(
        "live_record",
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tool_state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("is_mine", sa.Boolean(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_live_record_author_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_live_record_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_record")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_live_record_workplace_id_number")),
    )
    with op.batch_alter_table("live_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_live_record_workplace_id_live_record_author_id_live_record_tool_live_record_record_kind_live_record_external_id"
            ),
            ["workplace_id", "author_id", "tool", "record_kind", "external_id"],
            unique=False,
        )

    op.create_table(
        "project",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("recommended", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("baselined_on", sa.Date(), nullable=True),
        sa.Column("calendar_note", sa.Text(), nullable=False),
        sa.Column("report_every", sa.Integer(), nullable=True),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("recipient_ids", sa.JSON(), nullable=False),
        sa.Column("rag", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("risks", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("escalations", sa.JSON(), nullable=False),
        sa.Column("contingencies", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("benefits", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_project_author_id_colleague")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["colleague.id"], name=op.f("fk_project_decided_by_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_project_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_project_workplace_id_number")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_workplace_id_project_state"), ["workplace_id", "state"], unique=False
        )

    op.create_table(
        "risk_assessment",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("risks", sa.JSON(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_risk_assessment_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["risk_assessment.id"], name=op.f("fk_risk_assessment_previous_id_risk_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_risk_assessment_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_assessment")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_risk_assessment_workplace_id_number")),
        sa.UniqueConstraint("workplace_id", "year", name=op.f("uq_risk_assessment_workplace_id_year")),
    )
    with op.batch_alter_table("risk_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_assessment_previous_id"), ["previous_id"], unique=False)

    op.create_table(
        "project_report",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("rag", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("coming", sa.Text(), nullable=False),
        sa.Column("troubles", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("for_management", sa.Text(), nullable=False),
        sa.Column("for_users", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["colleague.id"], name=op.f("fk_project_report_by_id_colleague")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_report_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_report")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_project_report_project_id_number")),
    )
    op.create_table(
        "recovery_plan",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("rto_hours", sa.Integer(), nullable=False),
        sa.Column("rpo_hours", sa.Integer(), nullable=False),
        sa.Column("dependencies", sa.Text(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("backup_source", sa.Text(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("last_tested_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_to", sa.JSON(), nullable=False),
        sa.Column("offsite_place", sa.String(), nullable=False),
        sa.Column("offsite_on", sa.Date(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("exercises", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_recovery_plan_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["colleague.id"], name=op.f("fk_recovery_plan_responsible_id_colleague")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_recovery_plan_service_id_service")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_recovery_plan_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_plan")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_recovery_plan_workplace_id_number")),
    )
    with op.batch_alter_table("recovery_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_plan_service_id"), ["service_id"], unique=False)

    op.create_table(
        "report_definition",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("weeks", sa.String(), nullable=False),
        sa.Column("grouping", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("ticket_type", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("red_limit", sa.Integer(), nullable=True),
        sa.Column("chart", sa.String(), nullable=False),
        sa.Column("chart_reason", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_report_definition_author_id_colleague")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_report_definition_service_id_service")),
        sa.ForeignKeyConstraint(
            ["site_id"], ["workplace_site.id"], name=op.f("fk_report_definition_site_id_workplace_site")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_report_definition_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_definition")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_report_definition_workplace_id_number")),
    )
    op.create_table(
        "allocation",
        sa.Column("entitlement_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=True),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_allocation_asset_id_asset")),
        sa.ForeignKeyConstraint(["colleague_id"], ["colleague.id"], name=op.f("fk_allocation_colleague_id_colleague")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["entitlement.id"], name=op.f("fk_allocation_entitlement_id_entitlement")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_allocation_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_allocation_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_allocation_workplace_id_number")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_colleague_id"), ["colleague_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_entitlement_id"), ["entitlement_id"], unique=False)

    op.create_table(
        "contingency_plan",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("service_ids", sa.JSON(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("trigger_hours", sa.Integer(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("procedures", sa.JSON(), nullable=False),
        sa.Column("communications", sa.JSON(), nullable=False),
        sa.Column("recovery_plan_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_to", sa.JSON(), nullable=False),
        sa.Column("offsite_place", sa.String(), nullable=False),
        sa.Column("offsite_on", sa.Date(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("exercises", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_contingency_plan_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["recovery_plan_id"], ["recovery_plan.id"], name=op.f("fk_contingency_plan_recovery_plan_id_recovery_plan")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_contingency_plan_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contingency_plan")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_contingency_plan_workplace_id_number")),
    )
    with op.batch_alter_table("contingency_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contingency_plan_recovery_plan_id"), ["recovery_plan_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("recorded", sa.JSON(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("acted_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["acted_by_id"], ["colleague.id"], name=op.f("fk_finding_acted_by_id_colleague")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_finding_asset_id_asset")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_finding_audit_id_audit")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_finding_author_id_colleague")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["colleague.id"], name=op.f("fk_finding_decided_by_id_colleague")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["software_product.id"], name=op.f("fk_finding_product_id_software_product")
        ),
        sa.ForeignKeyConstraint(["verified_by_id"], ["colleague.id"], name=op.f("fk_finding_verified_by_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_finding_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_finding_workplace_id_number")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_audit_id"), ["audit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_workplace_id_finding_key"), ["workplace_id", "key"], unique=False)

    op.create_table(
        "installation",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("first_seen_on", sa.Date(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_installation_asset_id_asset")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["software_product.id"], name=op.f("fk_installation_product_id_software_product")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_installation_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint("product_id", "asset_id", name=op.f("uq_installation_product_id_asset_id")),
    )
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_installation_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_installation_workplace_id_installation_product_id"),
            ["workplace_id", "product_id"],
            unique=False,
        )

    op.create_table(
        "meeting",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("definition_id", sa.Integer(), nullable=True),
        sa.Column("presenter_id", sa.Integer(), nullable=False),
        sa.Column("invited", sa.JSON(), nullable=False),
        sa.Column("attended", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("confirmations", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_meeting_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["report_definition.id"], name=op.f("fk_meeting_definition_id_report_definition")
        ),
        sa.ForeignKeyConstraint(["presenter_id"], ["colleague.id"], name=op.f("fk_meeting_presenter_id_colleague")),
        sa.ForeignKeyConstraint(["report_id"], ["service_report.id"], name=op.f("fk_meeting_report_id_service_report")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_meeting_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_meeting_workplace_id_number")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_definition_id"), ["definition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_issue",
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_unattended", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["report_definition.id"], name=op.f("fk_report_issue_definition_id_report_definition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_issue")),
        sa.UniqueConstraint("definition_id", "number", name=op.f("uq_report_issue_definition_id_number")),
    )
    op.create_table(
        "sighting",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("macs", sa.JSON(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("host_name", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("software", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_sighting_asset_id_asset")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_sighting_audit_id_audit")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["colleague.id"], name=op.f("fk_sighting_seen_by_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_sighting_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
    )
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sighting_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sighting_audit_id"), ["audit_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sighting_workplace_id_sighting_seen_at"), ["workplace_id", "seen_at"], unique=False
        )

    op.create_table(
        "continuity_plan_version",
        sa.Column("contingency_plan_id", sa.Integer(), nullable=True),
        sa.Column("recovery_plan_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(contingency_plan_id IS NULL) <> (recovery_plan_id IS NULL)",
            name=op.f("ck_continuity_plan_version_of_one_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["contingency_plan_id"],
            ["contingency_plan.id"],
            name=op.f("fk_continuity_plan_version_contingency_plan_id_contingency_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["colleague.id"], name=op.f("fk_continuity_plan_version_issued_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["recovery_plan_id"],
            ["recovery_plan.id"],
            name=op.f("fk_continuity_plan_version_recovery_plan_id_recovery_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuity_plan_version")),
        sa.UniqueConstraint(
            "contingency_plan_id", "number", name=op.f("uq_continuity_plan_version_contingency_plan_id_number")
        ),
        sa.UniqueConstraint(
            "recovery_plan_id", "number", name=op.f("uq_continuity_plan_version_recovery_plan_id_number")
        ),
    )
    op.create_table(
        "article_version",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_article_version_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["colleague.id"], name=op.f("fk_article_version_published_by_id_colleague")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_version_article_id_number")),
    )
    op.create_table(
        "asset_check",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_asset_check_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_asset_check_author_id_colleague")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_asset_check_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_check")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_asset_check_workplace_id_number")),
    )
    with op.batch_alter_table("asset_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_check_article_id"), ["article_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("article_changed_on", sa.Date(), nullable=True),
        sa.Column("no_update_reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_lesson_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_lesson_author_id_colleague")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_lesson_change_id_change")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_lesson_problem_id_problem")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_lesson_project_id_project")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_lesson_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_lesson_workplace_id_number")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_project_id"), ["project_id"], unique=False)

    op.create_table(
        "monitoring_log",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("routine", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("weekday", sa.String(), nullable=False),
        sa.Column("time", sa.String(), nullable=False),
        sa.Column("watched", sa.JSON(), nullable=False),
        sa.Column("disk_limit", sa.Integer(), nullable=False),
        sa.Column("open_limit", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("collected", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("missed_in_a_row", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_monitoring_log_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_monitoring_log_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_monitoring_log_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_log")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_monitoring_log_workplace_id_number")),
    )
    op.create_table(
        "procedure_change_request",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_procedure_change_request_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["colleague.id"], name=op.f("fk_procedure_change_request_decided_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["colleague.id"], name=op.f("fk_procedure_change_request_raised_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_procedure_change_request_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_change_request")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_procedure_change_request_workplace_id_number")),
    )
    with op.batch_alter_table("procedure_change_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_change_request_article_id"), ["article_id"], unique=False)

    op.create_table(
        "support_process",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("harm", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_support_process_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_support_process_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_support_process_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_process")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_support_process_workplace_id_number")),
    )
    op.create_table(
        "article_feedback",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_feedback_article_id_article")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["procedure_change_request.id"],
            name=op.f("fk_article_feedback_change_id_procedure_change_request"),
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["colleague.id"], name=op.f("fk_article_feedback_giver_id_colleague")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_article_feedback_ticket_id_ticket")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_article_feedback_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_feedback")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_article_feedback_workplace_id_number")),
    )
    with op.batch_alter_table("article_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_feedback_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_feedback_change_id"), ["change_id"], unique=False)

    op.create_table(
        "monitoring_collection",
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["colleague.id"], name=op.f("fk_monitoring_collection_by_id_colleague")),
        sa.ForeignKeyConstraint(
            ["log_id"], ["monitoring_log.id"], name=op.f("fk_monitoring_collection_log_id_monitoring_log")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_collection")),
        sa.UniqueConstraint("log_id", "number", name=op.f("uq_monitoring_collection_log_id_number")),
    )
    op.create_table(
        "procedure_plan",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("planner_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_procedure_plan_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_procedure_plan_author_id_colleague")),
        sa.ForeignKeyConstraint(["planner_id"], ["colleague.id"], name=op.f("fk_procedure_plan_planner_id_colleague")),
        sa.ForeignKeyConstraint(
            ["process_id"], ["support_process.id"], name=op.f("fk_procedure_plan_process_id_support_process")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_procedure_plan_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_plan")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_procedure_plan_workplace_id_number")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version_number", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("editors", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("change_note", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("review", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("test_run", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("doubt", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("macs", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("host_name", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("order_number", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("supplier", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("funding", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("maintenance", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("criticality", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("data_class", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("last_verified_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_back_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("wipe_method", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("wiped_by", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("wipe_certificate", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("disposal_route", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entitlement_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("vat_pence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("budget_line", sa.String(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_expenditure_entitlement_id_entitlement"), "entitlement", ["entitlement_id"], ["id"]
        )

    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNGUARDS[op.get_context().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_expenditure_entitlement_id_entitlement"), type_="foreignkey")
        batch_op.drop_column("budget_line")
        batch_op.drop_column("vat_pence")
        batch_op.drop_column("entitlement_id")

    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_column("disposal_route")
        batch_op.drop_column("wipe_certificate")
        batch_op.drop_column("wiped_by")
        batch_op.drop_column("wipe_method")
        batch_op.drop_column("due_back_on")
        batch_op.drop_column("last_verified_on")
        batch_op.drop_column("data_class")
        batch_op.drop_column("criticality")
        batch_op.drop_column("maintenance")
        batch_op.drop_column("funding")
        batch_op.drop_column("supplier")
        batch_op.drop_column("order_number")
        batch_op.drop_column("host_name")
        batch_op.drop_column("macs")

    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_column("doubt")
        batch_op.drop_column("test_run")
        batch_op.drop_column("review")
        batch_op.drop_column("change_note")
        batch_op.drop_column("editors")
        batch_op.drop_column("version_number")

    op.drop_table("procedure_plan")
    op.drop_table("monitoring_collection")
    with op.batch_alter_table("article_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_feedback_change_id"))
        batch_op.drop_index(batch_op.f("ix_article_feedback_article_id"))

    op.drop_table("article_feedback")
    op.drop_table("support_process")
    with op.batch_alter_table("procedure_change_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_change_request_article_id"))

    op.drop_table("procedure_change_request")
    op.drop_table("monitoring_log")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_project_id"))

    op.drop_table("lesson")
    with op.batch_alter_table("asset_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_check_article_id"))

    op.drop_table("asset_check")
    op.drop_table("article_version")
    op.drop_table("continuity_plan_version")
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sighting_workplace_id_sighting_seen_at"))
        batch_op.drop_index(batch_op.f("ix_sighting_audit_id"))
        batch_op.drop_index(batch_op.f("ix_sighting_asset_id"))

    op.drop_table("sighting")
    op.drop_table("report_issue")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_report_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_definition_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_installation_workplace_id_installation_product_id"))
        batch_op.drop_index(batch_op.f("ix_installation_asset_id"))

    op.drop_table("installation")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_workplace_id_finding_key"))
        batch_op.drop_index(batch_op.f("ix_finding_audit_id"))
        batch_op.drop_index(batch_op.f("ix_finding_asset_id"))

    op.drop_table("finding")
    with op.batch_alter_table("contingency_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contingency_plan_recovery_plan_id"))

    op.drop_table("contingency_plan")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_entitlement_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_colleague_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_asset_id"))

    op.drop_table("allocation")
    op.drop_table("report_definition")
    with op.batch_alter_table("recovery_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_plan_service_id"))

    op.drop_table("recovery_plan")
    op.drop_table("project_report")
    with op.batch_alter_table("risk_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_assessment_previous_id"))

    op.drop_table("risk_assessment")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_workplace_id_project_state"))

    op.drop_table("project")
    with op.batch_alter_table("live_record", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f(
                "ix_live_record_workplace_id_live_record_author_id_live_record_tool_live_record_record_kind_live_record_external_id"
            )
        )

    op.drop_table("live_record")
    op.drop_table("licence_position")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_workplace_id_import_batch_by_id"))
        batch_op.drop_index(batch_op.f("ix_import_batch_sha256"))

    op.drop_table("import_batch")
    op.drop_table("dashboard")
    op.drop_table("budget")
    op.drop_table("audit")
    op.drop_table("asset_report")
    with op.batch_alter_table("entitlement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entitlement_product_id"))

    op.drop_table("entitlement")
    op.drop_table("concurrent_use")
    op.drop_table("software_product")
    with op.batch_alter_table("network_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_device_workplace_id_network_device_device_network_device_id"))

    op.drop_table("network_device")
