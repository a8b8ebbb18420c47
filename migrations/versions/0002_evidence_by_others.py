"""What is declared word for word, records that assessors make, and evidence that no longer counts.

Revision 0002, after 0001; made 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What refuses to change or remove kept rows, as core.triggers wrote it on the day of this migration.
GUARDS = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION \"keep_confirmation\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'confirmation is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'confirmation is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_confirmation_row" BEFORE UPDATE OR DELETE ON "confirmation" FOR EACH ROW EXECUTE FUNCTION "keep_confirmation"()',
        'CREATE TRIGGER "keep_confirmation_truncate" BEFORE TRUNCATE ON "confirmation" FOR EACH STATEMENT EXECUTE FUNCTION "keep_confirmation"()',
        "CREATE OR REPLACE FUNCTION \"keep_countersignature_refusal\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'countersignature_refusal is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'countersignature_refusal is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_countersignature_refusal_row" BEFORE UPDATE OR DELETE ON "countersignature_refusal" FOR EACH ROW EXECUTE FUNCTION "keep_countersignature_refusal"()',
        'CREATE TRIGGER "keep_countersignature_refusal_truncate" BEFORE TRUNCATE ON "countersignature_refusal" FOR EACH STATEMENT EXECUTE FUNCTION "keep_countersignature_refusal"()',
        "CREATE OR REPLACE FUNCTION \"keep_programme_declarations\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'programme_declarations is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'programme_declarations is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_programme_declarations_row" BEFORE UPDATE OR DELETE ON "programme_declarations" FOR EACH ROW EXECUTE FUNCTION "keep_programme_declarations"()',
        'CREATE TRIGGER "keep_programme_declarations_truncate" BEFORE TRUNCATE ON "programme_declarations" FOR EACH STATEMENT EXECUTE FUNCTION "keep_programme_declarations"()',
        "CREATE OR REPLACE FUNCTION \"keep_void_answer\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'void_answer is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'void_answer is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_void_answer_row" BEFORE UPDATE OR DELETE ON "void_answer" FOR EACH ROW EXECUTE FUNCTION "keep_void_answer"()',
        'CREATE TRIGGER "keep_void_answer_truncate" BEFORE TRUNCATE ON "void_answer" FOR EACH STATEMENT EXECUTE FUNCTION "keep_void_answer"()',
        "CREATE OR REPLACE FUNCTION \"keep_void_proposal\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'void_proposal is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'void_proposal is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_void_proposal_row" BEFORE UPDATE OR DELETE ON "void_proposal" FOR EACH ROW EXECUTE FUNCTION "keep_void_proposal"()',
        'CREATE TRIGGER "keep_void_proposal_truncate" BEFORE TRUNCATE ON "void_proposal" FOR EACH STATEMENT EXECUTE FUNCTION "keep_void_proposal"()',
    ],
    "sqlite": [
        'CREATE TRIGGER "keep_confirmation_update" BEFORE UPDATE ON "confirmation" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'confirmation is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_confirmation_delete" BEFORE DELETE ON "confirmation" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'confirmation is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_confirmation_insert" BEFORE INSERT ON "confirmation" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "confirmation" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'confirmation is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_countersignature_refusal_update" BEFORE UPDATE ON "countersignature_refusal" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'countersignature_refusal is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_countersignature_refusal_delete" BEFORE DELETE ON "countersignature_refusal" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'countersignature_refusal is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_countersignature_refusal_insert" BEFORE INSERT ON "countersignature_refusal" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "countersignature_refusal" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'countersignature_refusal is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_programme_declarations_update" BEFORE UPDATE ON "programme_declarations" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'programme_declarations is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_programme_declarations_delete" BEFORE DELETE ON "programme_declarations" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'programme_declarations is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_programme_declarations_insert" BEFORE INSERT ON "programme_declarations" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "programme_declarations" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'programme_declarations is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_void_answer_update" BEFORE UPDATE ON "void_answer" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'void_answer is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_void_answer_delete" BEFORE DELETE ON "void_answer" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'void_answer is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_void_answer_insert" BEFORE INSERT ON "void_answer" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "void_answer" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'void_answer is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_void_proposal_update" BEFORE UPDATE ON "void_proposal" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'void_proposal is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_void_proposal_delete" BEFORE DELETE ON "void_proposal" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'void_proposal is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_void_proposal_insert" BEFORE INSERT ON "void_proposal" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "void_proposal" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'void_proposal is append-only; a kept row cannot be changed or removed\'); END',
    ],
}
UNGUARDS = {
    "postgresql": [
        'DROP TRIGGER IF EXISTS "keep_confirmation_row" ON "confirmation"',
        'DROP TRIGGER IF EXISTS "keep_confirmation_truncate" ON "confirmation"',
        'DROP FUNCTION IF EXISTS "keep_confirmation"()',
        'DROP TRIGGER IF EXISTS "keep_countersignature_refusal_row" ON "countersignature_refusal"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_refusal_truncate" ON "countersignature_refusal"',
        'DROP FUNCTION IF EXISTS "keep_countersignature_refusal"()',
        'DROP TRIGGER IF EXISTS "keep_programme_declarations_row" ON "programme_declarations"',
        'DROP TRIGGER IF EXISTS "keep_programme_declarations_truncate" ON "programme_declarations"',
        'DROP FUNCTION IF EXISTS "keep_programme_declarations"()',
        'DROP TRIGGER IF EXISTS "keep_void_answer_row" ON "void_answer"',
        'DROP TRIGGER IF EXISTS "keep_void_answer_truncate" ON "void_answer"',
        'DROP FUNCTION IF EXISTS "keep_void_answer"()',
        'DROP TRIGGER IF EXISTS "keep_void_proposal_row" ON "void_proposal"',
        'DROP TRIGGER IF EXISTS "keep_void_proposal_truncate" ON "void_proposal"',
        'DROP FUNCTION IF EXISTS "keep_void_proposal"()',
    ],
    "sqlite": [
        'DROP TRIGGER IF EXISTS "keep_confirmation_update"',
        'DROP TRIGGER IF EXISTS "keep_confirmation_delete"',
        'DROP TRIGGER IF EXISTS "keep_confirmation_insert"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_refusal_update"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_refusal_delete"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_refusal_insert"',
        'DROP TRIGGER IF EXISTS "keep_programme_declarations_update"',
        'DROP TRIGGER IF EXISTS "keep_programme_declarations_delete"',
        'DROP TRIGGER IF EXISTS "keep_programme_declarations_insert"',
        'DROP TRIGGER IF EXISTS "keep_void_answer_update"',
        'DROP TRIGGER IF EXISTS "keep_void_answer_delete"',
        'DROP TRIGGER IF EXISTS "keep_void_answer_insert"',
        'DROP TRIGGER IF EXISTS "keep_void_proposal_update"',
        'DROP TRIGGER IF EXISTS "keep_void_proposal_delete"',
        'DROP TRIGGER IF EXISTS "keep_void_proposal_insert"',
    ],
}


def upgrade() -> None:
    op.create_table(
        "programme_declarations",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("authenticity", sa.Text(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("ai_use", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_programme_declarations_by_id_membership")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_declarations_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_declarations")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_programme_declarations_programme_id_number")),
    )
    op.create_table(
        "void_proposal",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("comment_commitment", sa.String(), nullable=False),
        sa.Column("erases_files", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_void_proposal_by_id_membership")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_void_proposal_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_void_proposal_remark_id_remark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_proposal")),
    )
    op.create_index(op.f("ix_void_proposal_evidence_id"), "void_proposal", ["evidence_id"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("comment_commitment", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_confirmation_by_id_membership")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_confirmation_remark_id_remark")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evidence_version.id"], name=op.f("fk_confirmation_version_id_evidence_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("version_id", name=op.f("uq_confirmation_version_id")),
    )
    op.create_table(
        "void_answer",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("comment_commitment", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_void_answer_by_id_membership")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["void_proposal.id"], name=op.f("fk_void_answer_proposal_id_void_proposal")
        ),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_void_answer_remark_id_remark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_answer")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_void_answer_proposal_id")),
    )
    op.create_table(
        "countersignature_refusal",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("comment_commitment", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["membership.id"], name=op.f("fk_countersignature_refusal_assessor_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_countersignature_refusal_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remark.id"], name=op.f("fk_countersignature_refusal_remark_id_remark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countersignature_refusal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_countersignature_refusal_decision_id")),
    )
    # Without batch mode: SQLite would rebuild the table and lose its triggers.
    op.add_column("evidence_version", sa.Column("declared", sa.Text(), nullable=True))
    op.add_column("evidence_version", sa.Column("ai_declared", sa.Text(), nullable=True))
    op.add_column("evidence", sa.Column("files_erased_at", sa.DateTime(timezone=True), nullable=True))
    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNGUARDS[op.get_context().dialect.name]:
        op.execute(statement)
    op.drop_column("evidence", "files_erased_at")
    op.drop_column("evidence_version", "ai_declared")
    op.drop_column("evidence_version", "declared")

    op.drop_table("countersignature_refusal")
    op.drop_table("void_answer")
    op.drop_table("confirmation")
    op.drop_index(op.f("ix_void_proposal_evidence_id"), table_name="void_proposal")

    op.drop_table("void_proposal")
    op.drop_table("programme_declarations")
