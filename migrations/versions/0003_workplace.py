"""The practice workplace.

Revision 0003, after 0002; made 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What refuses to change or remove kept rows, as core.triggers wrote it on the day of this migration, and the full-text index.
GUARDS = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION \"keep_disk_reading\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'disk_reading is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'disk_reading is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_disk_reading_row" BEFORE UPDATE OR DELETE ON "disk_reading" FOR EACH ROW EXECUTE FUNCTION "keep_disk_reading"()',
        'CREATE TRIGGER "keep_disk_reading_truncate" BEFORE TRUNCATE ON "disk_reading" FOR EACH STATEMENT EXECUTE FUNCTION "keep_disk_reading"()',
        "CREATE OR REPLACE FUNCTION \"keep_opening_hours\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'opening_hours is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'opening_hours is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_opening_hours_row" BEFORE UPDATE OR DELETE ON "opening_hours" FOR EACH ROW EXECUTE FUNCTION "keep_opening_hours"()',
        'CREATE TRIGGER "keep_opening_hours_truncate" BEFORE TRUNCATE ON "opening_hours" FOR EACH STATEMENT EXECUTE FUNCTION "keep_opening_hours"()',
        "CREATE OR REPLACE FUNCTION \"keep_planted_truth\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'planted_truth is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'planted_truth is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_planted_truth_row" BEFORE UPDATE OR DELETE ON "planted_truth" FOR EACH ROW EXECUTE FUNCTION "keep_planted_truth"()',
        'CREATE TRIGGER "keep_planted_truth_truncate" BEFORE TRUNCATE ON "planted_truth" FOR EACH STATEMENT EXECUTE FUNCTION "keep_planted_truth"()',
        "CREATE OR REPLACE FUNCTION \"keep_service_version\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'service_version is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'service_version is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_service_version_row" BEFORE UPDATE OR DELETE ON "service_version" FOR EACH ROW EXECUTE FUNCTION "keep_service_version"()',
        'CREATE TRIGGER "keep_service_version_truncate" BEFORE TRUNCATE ON "service_version" FOR EACH STATEMENT EXECUTE FUNCTION "keep_service_version"()',
        "CREATE OR REPLACE FUNCTION \"keep_support_procedure_issue\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'support_procedure_issue is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'support_procedure_issue is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_support_procedure_issue_row" BEFORE UPDATE OR DELETE ON "support_procedure_issue" FOR EACH ROW EXECUTE FUNCTION "keep_support_procedure_issue"()',
        'CREATE TRIGGER "keep_support_procedure_issue_truncate" BEFORE TRUNCATE ON "support_procedure_issue" FOR EACH STATEMENT EXECUTE FUNCTION "keep_support_procedure_issue"()',
        "CREATE OR REPLACE FUNCTION \"keep_support_procedure_version\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'support_procedure_version is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'support_procedure_version is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_support_procedure_version_row" BEFORE UPDATE OR DELETE ON "support_procedure_version" FOR EACH ROW EXECUTE FUNCTION "keep_support_procedure_version"()',
        'CREATE TRIGGER "keep_support_procedure_version_truncate" BEFORE TRUNCATE ON "support_procedure_version" FOR EACH STATEMENT EXECUTE FUNCTION "keep_support_procedure_version"()',
        "CREATE OR REPLACE FUNCTION \"keep_workplace_event\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'workplace_event is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'workplace_event is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_workplace_event_row" BEFORE UPDATE OR DELETE ON "workplace_event" FOR EACH ROW EXECUTE FUNCTION "keep_workplace_event"()',
        'CREATE TRIGGER "keep_workplace_event_truncate" BEFORE TRUNCATE ON "workplace_event" FOR EACH STATEMENT EXECUTE FUNCTION "keep_workplace_event"()',
        "CREATE OR REPLACE FUNCTION \"keep_workplace_snapshot\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'workplace_snapshot is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'workplace_snapshot is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_workplace_snapshot_row" BEFORE UPDATE OR DELETE ON "workplace_snapshot" FOR EACH ROW EXECUTE FUNCTION "keep_workplace_snapshot"()',
        'CREATE TRIGGER "keep_workplace_snapshot_truncate" BEFORE TRUNCATE ON "workplace_snapshot" FOR EACH STATEMENT EXECUTE FUNCTION "keep_workplace_snapshot"()',
        "CREATE INDEX ticket_search_words ON ticket_text USING gin (to_tsvector('english', words))",
    ],
    "sqlite": [
        'CREATE TRIGGER "keep_disk_reading_update" BEFORE UPDATE ON "disk_reading" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'disk_reading is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_disk_reading_delete" BEFORE DELETE ON "disk_reading" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'disk_reading is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_disk_reading_insert" BEFORE INSERT ON "disk_reading" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "disk_reading" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'disk_reading is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_opening_hours_update" BEFORE UPDATE ON "opening_hours" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'opening_hours is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_opening_hours_delete" BEFORE DELETE ON "opening_hours" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'opening_hours is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_opening_hours_insert" BEFORE INSERT ON "opening_hours" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "opening_hours" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'opening_hours is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_planted_truth_update" BEFORE UPDATE ON "planted_truth" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'planted_truth is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_planted_truth_delete" BEFORE DELETE ON "planted_truth" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'planted_truth is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_planted_truth_insert" BEFORE INSERT ON "planted_truth" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "planted_truth" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'planted_truth is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_service_version_update" BEFORE UPDATE ON "service_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'service_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_service_version_delete" BEFORE DELETE ON "service_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'service_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_service_version_insert" BEFORE INSERT ON "service_version" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "service_version" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'service_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_support_procedure_issue_update" BEFORE UPDATE ON "support_procedure_issue" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'support_procedure_issue is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_support_procedure_issue_delete" BEFORE DELETE ON "support_procedure_issue" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'support_procedure_issue is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_support_procedure_issue_insert" BEFORE INSERT ON "support_procedure_issue" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "support_procedure_issue" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'support_procedure_issue is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_support_procedure_version_update" BEFORE UPDATE ON "support_procedure_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'support_procedure_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_support_procedure_version_delete" BEFORE DELETE ON "support_procedure_version" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'support_procedure_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_support_procedure_version_insert" BEFORE INSERT ON "support_procedure_version" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "support_procedure_version" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'support_procedure_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_workplace_event_update" BEFORE UPDATE ON "workplace_event" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'workplace_event is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_workplace_event_delete" BEFORE DELETE ON "workplace_event" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'workplace_event is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_workplace_event_insert" BEFORE INSERT ON "workplace_event" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "workplace_event" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'workplace_event is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_workplace_snapshot_update" BEFORE UPDATE ON "workplace_snapshot" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'workplace_snapshot is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_workplace_snapshot_delete" BEFORE DELETE ON "workplace_snapshot" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'workplace_snapshot is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_workplace_snapshot_insert" BEFORE INSERT ON "workplace_snapshot" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "workplace_snapshot" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'workplace_snapshot is append-only; a kept row cannot be changed or removed\'); END',
        "CREATE VIRTUAL TABLE ticket_search USING fts5(words, content='ticket_text', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
    ],
}
UNGUARDS = {
    "postgresql": [
        "DROP INDEX ticket_search_words",
        'DROP TRIGGER IF EXISTS "keep_disk_reading_row" ON "disk_reading"',
        'DROP TRIGGER IF EXISTS "keep_disk_reading_truncate" ON "disk_reading"',
        'DROP FUNCTION IF EXISTS "keep_disk_reading"()',
        'DROP TRIGGER IF EXISTS "keep_opening_hours_row" ON "opening_hours"',
        'DROP TRIGGER IF EXISTS "keep_opening_hours_truncate" ON "opening_hours"',
        'DROP FUNCTION IF EXISTS "keep_opening_hours"()',
        'DROP TRIGGER IF EXISTS "keep_planted_truth_row" ON "planted_truth"',
        'DROP TRIGGER IF EXISTS "keep_planted_truth_truncate" ON "planted_truth"',
        'DROP FUNCTION IF EXISTS "keep_planted_truth"()',
        'DROP TRIGGER IF EXISTS "keep_service_version_row" ON "service_version"',
        'DROP TRIGGER IF EXISTS "keep_service_version_truncate" ON "service_version"',
        'DROP FUNCTION IF EXISTS "keep_service_version"()',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_issue_row" ON "support_procedure_issue"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_issue_truncate" ON "support_procedure_issue"',
        'DROP FUNCTION IF EXISTS "keep_support_procedure_issue"()',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_version_row" ON "support_procedure_version"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_version_truncate" ON "support_procedure_version"',
        'DROP FUNCTION IF EXISTS "keep_support_procedure_version"()',
        'DROP TRIGGER IF EXISTS "keep_workplace_event_row" ON "workplace_event"',
        'DROP TRIGGER IF EXISTS "keep_workplace_event_truncate" ON "workplace_event"',
        'DROP FUNCTION IF EXISTS "keep_workplace_event"()',
        'DROP TRIGGER IF EXISTS "keep_workplace_snapshot_row" ON "workplace_snapshot"',
        'DROP TRIGGER IF EXISTS "keep_workplace_snapshot_truncate" ON "workplace_snapshot"',
        'DROP FUNCTION IF EXISTS "keep_workplace_snapshot"()',
    ],
    "sqlite": [
        "DROP TABLE ticket_search",
        'DROP TRIGGER IF EXISTS "keep_disk_reading_update"',
        'DROP TRIGGER IF EXISTS "keep_disk_reading_delete"',
        'DROP TRIGGER IF EXISTS "keep_disk_reading_insert"',
        'DROP TRIGGER IF EXISTS "keep_opening_hours_update"',
        'DROP TRIGGER IF EXISTS "keep_opening_hours_delete"',
        'DROP TRIGGER IF EXISTS "keep_opening_hours_insert"',
        'DROP TRIGGER IF EXISTS "keep_planted_truth_update"',
        'DROP TRIGGER IF EXISTS "keep_planted_truth_delete"',
        'DROP TRIGGER IF EXISTS "keep_planted_truth_insert"',
        'DROP TRIGGER IF EXISTS "keep_service_version_update"',
        'DROP TRIGGER IF EXISTS "keep_service_version_delete"',
        'DROP TRIGGER IF EXISTS "keep_service_version_insert"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_issue_update"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_issue_delete"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_issue_insert"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_version_update"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_version_delete"',
        'DROP TRIGGER IF EXISTS "keep_support_procedure_version_insert"',
        'DROP TRIGGER IF EXISTS "keep_workplace_event_update"',
        'DROP TRIGGER IF EXISTS "keep_workplace_event_delete"',
        'DROP TRIGGER IF EXISTS "keep_workplace_event_insert"',
        'DROP TRIGGER IF EXISTS "keep_workplace_snapshot_update"',
        'DROP TRIGGER IF EXISTS "keep_workplace_snapshot_delete"',
        'DROP TRIGGER IF EXISTS "keep_workplace_snapshot_insert"',
    ],
}


def upgrade() -> None:
    op.create_table(
        "workplace",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_solo", sa.Boolean(), nullable=False),
        sa.Column("change_profile", sa.String(length=40), nullable=False),
        sa.Column("peer_review_required", sa.Boolean(), nullable=False),
        sa.Column("matrix", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("clock_mode", sa.String(length=40), nullable=False),
        sa.Column("clock_rate", sa.Integer(), nullable=False),
        sa.Column("clock_real_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_sim_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_workplace_centre_id_centre")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["membership.id"], name=op.f("fk_workplace_created_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace")),
    )
    with op.batch_alter_table("workplace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workplace_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "disk_reading",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_gb", sa.Integer(), nullable=False),
        sa.Column("free_gb", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_disk_reading_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disk_reading")),
        sa.UniqueConstraint("workplace_id", "server", "at", name=op.f("uq_disk_reading_workplace_id_server_at")),
    )
    op.create_table(
        "errand",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_errand_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
        sa.UniqueConstraint("subject_kind", "subject_id", "name", name=op.f("uq_errand_subject_kind_subject_id_name")),
    )
    with op.batch_alter_table("errand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_errand_workplace_id_errand_at"), ["workplace_id", "at"], unique=False)

    op.create_table(
        "planted_truth",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_planted_truth_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planted_truth")),
        sa.UniqueConstraint("workplace_id", "name", name=op.f("uq_planted_truth_workplace_id_name")),
    )
    op.create_table(
        "support_group",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("is_supplier", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_support_group_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_group")),
        sa.UniqueConstraint("workplace_id", "name", name=op.f("uq_support_group_workplace_id_name")),
    )
    op.create_table(
        "support_procedure",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_support_procedure_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_procedure")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_support_procedure_workplace_id_number")),
    )
    op.create_table(
        "workplace_site",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_workplace_site_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace_site")),
        sa.UniqueConstraint("workplace_id", "name", name=op.f("uq_workplace_site_workplace_id_name")),
    )
    op.create_table(
        "colleague",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("temperament", sa.String(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("role_names", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_colleague_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_colleague_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_colleague_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague")),
        sa.UniqueConstraint("workplace_id", "login", name=op.f("uq_colleague_workplace_id_login")),
        sa.UniqueConstraint("workplace_id", "membership_id", name=op.f("uq_colleague_workplace_id_membership_id")),
    )
    with op.batch_alter_table("colleague", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("asset_ids", sa.JSON(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("is_template", sa.Boolean(), nullable=False),
        sa.Column("is_pilot", sa.Boolean(), nullable=False),
        sa.Column("service_ids", sa.JSON(), nullable=False),
        sa.Column("originator_id", sa.Integer(), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("failure_impact", sa.Text(), nullable=False),
        sa.Column("failure_likelihood", sa.Integer(), nullable=True),
        sa.Column("failure_severity", sa.Integer(), nullable=True),
        sa.Column("fallback", sa.Text(), nullable=False),
        sa.Column("fallback_trigger", sa.Text(), nullable=False),
        sa.Column("fallback_minutes", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("test_plan", sa.Text(), nullable=False),
        sa.Column("communication_plan", sa.Text(), nullable=False),
        sa.Column("implementer_id", sa.Integer(), nullable=True),
        sa.Column("proceed_by_id", sa.Integer(), nullable=True),
        sa.Column("proceed_hash", sa.String(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_hash", sa.String(), nullable=False),
        sa.Column("implement_by_id", sa.Integer(), nullable=True),
        sa.Column("implement_hash", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differences", sa.Text(), nullable=False),
        sa.Column("records_updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["implement_by_id"], ["colleague.id"], name=op.f("fk_change_implement_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(["implementer_id"], ["colleague.id"], name=op.f("fk_change_implementer_id_colleague")),
        sa.ForeignKeyConstraint(["originator_id"], ["colleague.id"], name=op.f("fk_change_originator_id_colleague")),
        sa.ForeignKeyConstraint(["proceed_by_id"], ["colleague.id"], name=op.f("fk_change_proceed_by_id_colleague")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["colleague.id"], name=op.f("fk_change_reviewed_by_id_colleague")),
        sa.ForeignKeyConstraint(["template_id"], ["change.id"], name=op.f("fk_change_template_id_change")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_change_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_change_workplace_id_number")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_workplace_id_change_planned_at"), ["workplace_id", "planned_at"], unique=False
        )

    op.create_table(
        "opening_hours",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("subdivision", sa.String(), nullable=False),
        sa.Column("closures", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["colleague.id"], name=op.f("fk_opening_hours_made_by_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_opening_hours_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_opening_hours_workplace_id_number")),
    )
    op.create_table(
        "process_review",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("procedure_change", sa.Text(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_process_review_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_process_review_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_review")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_process_review_workplace_id_number")),
    )
    op.create_table(
        "service",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("importance", sa.String(), nullable=True),
        sa.Column("availability", sa.String(), nullable=False),
        sa.Column("user_groups", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("first_level_id", sa.Integer(), nullable=True),
        sa.Column("second_level_id", sa.Integer(), nullable=True),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("request_items", sa.JSON(), nullable=False),
        sa.Column("agreed_with", sa.JSON(), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_level_id"], ["support_group.id"], name=op.f("fk_service_first_level_id_support_group")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["colleague.id"], name=op.f("fk_service_owner_id_colleague")),
        sa.ForeignKeyConstraint(
            ["second_level_id"], ["support_group.id"], name=op.f("fk_service_second_level_id_support_group")
        ),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_service_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("workplace_id", "name", name=op.f("uq_service_workplace_id_name")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_service_workplace_id_number")),
    )
    op.create_table(
        "service_report",
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("comment_logged", sa.Text(), nullable=False),
        sa.Column("comment_resolution", sa.Text(), nullable=False),
        sa.Column("comment_outstanding", sa.Text(), nullable=False),
        sa.Column("comment_installations", sa.Text(), nullable=False),
        sa.Column("comment_changes", sa.Text(), nullable=False),
        sa.Column("comment_disk", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_to", sa.JSON(), nullable=False),
        sa.Column("meeting", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_service_report_author_id_colleague")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["colleague.id"], name=op.f("fk_service_report_signed_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_service_report_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_report")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_service_report_workplace_id_number")),
    )
    op.create_table(
        "support_group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["colleague.id"], name=op.f("fk_support_group_member_colleague_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_support_group_member_group_id_support_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_group_member")),
        sa.UniqueConstraint("group_id", "colleague_id", name=op.f("uq_support_group_member_group_id_colleague_id")),
    )
    with op.batch_alter_table("support_group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_group_member_colleague_id"), ["colleague_id"], unique=False)

    op.create_table(
        "support_procedure_issue",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["colleague.id"], name=op.f("fk_support_procedure_issue_colleague_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["support_procedure.id"],
            name=op.f("fk_support_procedure_issue_procedure_id_support_procedure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_procedure_issue")),
        sa.UniqueConstraint(
            "procedure_id",
            "version_number",
            "colleague_id",
            name=op.f("uq_support_procedure_issue_procedure_id_version_number_colleague_id"),
        ),
    )
    with op.batch_alter_table("support_procedure_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_procedure_issue_colleague_id"), ["colleague_id"], unique=False)

    op.create_table(
        "support_procedure_version",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["colleague.id"], name=op.f("fk_support_procedure_version_issued_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["support_procedure.id"],
            name=op.f("fk_support_procedure_version_procedure_id_support_procedure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_procedure_version")),
        sa.UniqueConstraint("procedure_id", "number", name=op.f("uq_support_procedure_version_procedure_id_number")),
    )
    op.create_table(
        "workplace_event",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("acting_role", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["colleague.id"], name=op.f("fk_workplace_event_actor_id_colleague")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_workplace_event_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace_event")),
        sa.UniqueConstraint("workplace_id", "seq", name=op.f("uq_workplace_event_workplace_id_seq")),
    )
    with op.batch_alter_table("workplace_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workplace_event_actor_id_workplace_event_subject_kind_workplace_event_verb"),
            ["actor_id", "subject_kind", "verb"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_workplace_event_subject_kind_workplace_event_subject_id_workplace_event_seq"),
            ["subject_kind", "subject_id", "seq"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_workplace_event_workplace_id_workplace_event_subject_kind_workplace_event_at"),
            ["workplace_id", "subject_kind", "at"],
            unique=False,
        )

    op.create_table(
        "workplace_snapshot",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["colleague.id"], name=op.f("fk_workplace_snapshot_colleague_id_colleague")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_workplace_snapshot_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_workplace_snapshot_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace_snapshot")),
    )
    with op.batch_alter_table("workplace_snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workplace_snapshot_colleague_id"), ["colleague_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workplace_snapshot_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_workplace_snapshot_subject_kind_workplace_snapshot_subject_id"),
            ["subject_kind", "subject_id"],
            unique=False,
        )

    op.create_table(
        "asset",
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("custodian_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("warranty_ends_on", sa.Date(), nullable=True),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["custodian_id"], ["colleague.id"], name=op.f("fk_asset_custodian_id_colleague")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_asset_service_id_service")),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_asset_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_asset_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_asset_workplace_id_number")),
        sa.UniqueConstraint("workplace_id", "tag", name=op.f("uq_asset_workplace_id_tag")),
    )
    op.create_table(
        "change_setup",
        sa.Column("roles_note", sa.Text(), nullable=False),
        sa.Column("training", sa.JSON(), nullable=False),
        sa.Column("goes_live_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("communication", sa.Text(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=True),
        sa.Column("pilot_review", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pilot_id"], ["change.id"], name=op.f("fk_change_setup_pilot_id_change")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplace.id"], name=op.f("fk_change_setup_workplace_id_workplace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_setup")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_change_setup_workplace_id_number")),
    )
    op.create_table(
        "service_version",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["colleague.id"], name=op.f("fk_service_version_published_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_version_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_version")),
        sa.UniqueConstraint("service_id", "number", name=op.f("uq_service_version_service_id_number")),
    )
    op.create_table(
        "trend",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("grouping", sa.String(), nullable=False),
        sa.Column("ticket_type", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("standout", sa.String(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("preventions", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_trend_author_id_colleague")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_trend_service_id_service")),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_trend_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_trend_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trend")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_trend_workplace_id_number")),
    )
    op.create_table(
        "expenditure",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_expenditure_asset_id_asset")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_expenditure_change_id_change")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["colleague.id"], name=op.f("fk_expenditure_entered_by_id_colleague")
        ),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_expenditure_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenditure")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_expenditure_workplace_id_number")),
    )
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expenditure_change_id"), ["change_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("trend_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("subcategory", sa.String(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("investigator_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("symptoms", sa.Text(), nullable=False),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("workaround", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("no_change_reason", sa.Text(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("recurrences", sa.Integer(), nullable=True),
        sa.Column("recurrence_note", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_problem_asset_id_asset")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_problem_change_id_change")),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["colleague.id"], name=op.f("fk_problem_investigator_id_colleague")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["colleague.id"], name=op.f("fk_problem_opened_by_id_colleague")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_problem_service_id_service")),
        sa.ForeignKeyConstraint(["trend_id"], ["trend.id"], name=op.f("fk_problem_trend_id_trend")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_problem_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_problem_workplace_id_number")),
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_trend_id"), ["trend_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_problem_workplace_id_problem_state"), ["workplace_id", "state"], unique=False
        )

    op.create_table(
        "article",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_article_author_id_colleague")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_article_problem_id_problem")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_article_service_id_service")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_article_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_article_workplace_id_number")),
    )
    op.create_table(
        "ticket",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("affected_user_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("support_mode", sa.String(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("service_version", sa.Integer(), nullable=True),
        sa.Column("request_item", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("subcategory", sa.String(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("identity_method", sa.String(), nullable=False),
        sa.Column("identity_by_id", sa.Integer(), nullable=True),
        sa.Column("identity_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("impact", sa.String(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("is_major", sa.Boolean(), nullable=False),
        sa.Column("is_escalated", sa.Boolean(), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("communicate_every", sa.Integer(), nullable=True),
        sa.Column("articles_used", sa.JSON(), nullable=False),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("pending_reason", sa.String(), nullable=False),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("resolution_code", sa.String(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("breach_reason", sa.Text(), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("satisfaction_comment", sa.Text(), nullable=False),
        sa.Column("effort_minutes", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.JSON(), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_target_s", sa.Integer(), nullable=True),
        sa.Column("fix_target_s", sa.Integer(), nullable=True),
        sa.Column("response_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fix_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fix_breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_s", sa.Integer(), nullable=True),
        sa.Column("running_s", sa.Integer(), nullable=False),
        sa.Column("pending_s", sa.Integer(), nullable=False),
        sa.Column("resolved_s", sa.Integer(), nullable=False),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("reassignments", sa.Integer(), nullable=False),
        sa.Column("reclassifications", sa.Integer(), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affected_user_id"], ["colleague.id"], name=op.f("fk_ticket_affected_user_id_colleague")
        ),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_ticket_asset_id_asset")),
        sa.ForeignKeyConstraint(["assigned_to_id"], ["colleague.id"], name=op.f("fk_ticket_assigned_to_id_colleague")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_ticket_change_id_change")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["ticket.id"], name=op.f("fk_ticket_duplicate_of_id_ticket")),
        sa.ForeignKeyConstraint(["follows_id"], ["ticket.id"], name=op.f("fk_ticket_follows_id_ticket")),
        sa.ForeignKeyConstraint(["group_id"], ["support_group.id"], name=op.f("fk_ticket_group_id_support_group")),
        sa.ForeignKeyConstraint(["identity_by_id"], ["colleague.id"], name=op.f("fk_ticket_identity_by_id_colleague")),
        sa.ForeignKeyConstraint(["owner_id"], ["colleague.id"], name=op.f("fk_ticket_owner_id_colleague")),
        sa.ForeignKeyConstraint(["parent_id"], ["ticket.id"], name=op.f("fk_ticket_parent_id_ticket")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_ticket_problem_id_problem")),
        sa.ForeignKeyConstraint(["requester_id"], ["colleague.id"], name=op.f("fk_ticket_requester_id_colleague")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_ticket_service_id_service")),
        sa.ForeignKeyConstraint(["site_id"], ["workplace_site.id"], name=op.f("fk_ticket_site_id_workplace_site")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_ticket_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("workplace_id", "number", name=op.f("uq_ticket_workplace_id_number")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_duplicate_of_id"), ["duplicate_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_problem_id"), ["problem_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_requester_id"), ["requester_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ticket_workplace_id_ticket_assigned_to_id_ticket_state"),
            ["workplace_id", "assigned_to_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_workplace_id_ticket_changed_at_ticket_number"),
            ["workplace_id", "changed_at", "number"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_workplace_id_ticket_created_at"), ["workplace_id", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_workplace_id_ticket_is_major_ticket_state"),
            ["workplace_id", "is_major", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_workplace_id_ticket_state_ticket_fix_due_at"),
            ["workplace_id", "state", "fix_due_at"],
            unique=False,
        )

    op.create_table(
        "outage",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_outage_service_id_service")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_outage_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_outage_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outage_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outage_workplace_id_outage_from_at"), ["workplace_id", "from_at"], unique=False
        )

    op.create_table(
        "ticket_text",
        sa.Column("workplace_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_text_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_ticket_text_workplace_id_workplace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_text")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_ticket_text_ticket_id")),
    )
    with op.batch_alter_table("ticket_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_text_workplace_id"), ["workplace_id"], unique=False)

    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNGUARDS[op.get_context().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("ticket_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_text_workplace_id"))

    op.drop_table("ticket_text")
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outage_workplace_id_outage_from_at"))
        batch_op.drop_index(batch_op.f("ix_outage_service_id"))

    op.drop_table("outage")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_workplace_id_ticket_state_ticket_fix_due_at"))
        batch_op.drop_index(batch_op.f("ix_ticket_workplace_id_ticket_is_major_ticket_state"))
        batch_op.drop_index(batch_op.f("ix_ticket_workplace_id_ticket_created_at"))
        batch_op.drop_index(batch_op.f("ix_ticket_workplace_id_ticket_changed_at_ticket_number"))
        batch_op.drop_index(batch_op.f("ix_ticket_workplace_id_ticket_assigned_to_id_ticket_state"))
        batch_op.drop_index(batch_op.f("ix_ticket_requester_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_problem_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_parent_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_follows_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_duplicate_of_id"))

    op.drop_table("ticket")
    op.drop_table("article")
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_workplace_id_problem_state"))
        batch_op.drop_index(batch_op.f("ix_problem_trend_id"))

    op.drop_table("problem")
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expenditure_change_id"))

    op.drop_table("expenditure")
    op.drop_table("trend")
    op.drop_table("service_version")
    op.drop_table("change_setup")
    op.drop_table("asset")
    with op.batch_alter_table("workplace_snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workplace_snapshot_subject_kind_workplace_snapshot_subject_id"))
        batch_op.drop_index(batch_op.f("ix_workplace_snapshot_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_workplace_snapshot_colleague_id"))

    op.drop_table("workplace_snapshot")
    with op.batch_alter_table("workplace_event", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_workplace_event_workplace_id_workplace_event_subject_kind_workplace_event_at")
        )
        batch_op.drop_index(
            batch_op.f("ix_workplace_event_subject_kind_workplace_event_subject_id_workplace_event_seq")
        )
        batch_op.drop_index(batch_op.f("ix_workplace_event_actor_id_workplace_event_subject_kind_workplace_event_verb"))

    op.drop_table("workplace_event")
    op.drop_table("support_procedure_version")
    with op.batch_alter_table("support_procedure_issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_procedure_issue_colleague_id"))

    op.drop_table("support_procedure_issue")
    with op.batch_alter_table("support_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_group_member_colleague_id"))

    op.drop_table("support_group_member")
    op.drop_table("service_report")
    op.drop_table("service")
    op.drop_table("process_review")
    op.drop_table("opening_hours")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_workplace_id_change_planned_at"))

    op.drop_table("change")
    with op.batch_alter_table("colleague", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_colleague_membership_id"))

    op.drop_table("colleague")
    op.drop_table("workplace_site")
    op.drop_table("support_procedure")
    op.drop_table("support_group")
    op.drop_table("planted_truth")
    with op.batch_alter_table("errand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_errand_workplace_id_errand_at"))

    op.drop_table("errand")
    op.drop_table("disk_reading")
    with op.batch_alter_table("workplace", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workplace_centre_id"))

    op.drop_table("workplace")
