"""The first tables.

Revision 0001, after nothing; made 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What refuses to change or remove kept rows, as core.triggers wrote it on the day of this migration.
GUARDS = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION \"keep_alignment\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'alignment is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'alignment is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_alignment_row" BEFORE UPDATE OR DELETE ON "alignment" FOR EACH ROW EXECUTE FUNCTION "keep_alignment"()',
        'CREATE TRIGGER "keep_alignment_truncate" BEFORE TRUNCATE ON "alignment" FOR EACH STATEMENT EXECUTE FUNCTION "keep_alignment"()',
        "CREATE OR REPLACE FUNCTION \"keep_audit_event\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'audit_event is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'audit_event is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_audit_event_row" BEFORE UPDATE OR DELETE ON "audit_event" FOR EACH ROW EXECUTE FUNCTION "keep_audit_event"()',
        'CREATE TRIGGER "keep_audit_event_truncate" BEFORE TRUNCATE ON "audit_event" FOR EACH STATEMENT EXECUTE FUNCTION "keep_audit_event"()',
        "CREATE OR REPLACE FUNCTION \"keep_claim\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'claim is append-only; a kept row cannot be changed or removed'; END IF; IF (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'claim is append-only; a kept row cannot be changed or removed'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_claim_row" BEFORE UPDATE OR DELETE ON "claim" FOR EACH ROW EXECUTE FUNCTION "keep_claim"()',
        'CREATE TRIGGER "keep_claim_truncate" BEFORE TRUNCATE ON "claim" FOR EACH STATEMENT EXECUTE FUNCTION "keep_claim"()',
        "CREATE OR REPLACE FUNCTION \"keep_countersignature\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'countersignature is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'countersignature is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_countersignature_row" BEFORE UPDATE OR DELETE ON "countersignature" FOR EACH ROW EXECUTE FUNCTION "keep_countersignature"()',
        'CREATE TRIGGER "keep_countersignature_truncate" BEFORE TRUNCATE ON "countersignature" FOR EACH STATEMENT EXECUTE FUNCTION "keep_countersignature"()',
        "CREATE OR REPLACE FUNCTION \"keep_criterion\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'criterion is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'criterion is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_criterion_row" BEFORE UPDATE OR DELETE ON "criterion" FOR EACH ROW EXECUTE FUNCTION "keep_criterion"()',
        'CREATE TRIGGER "keep_criterion_truncate" BEFORE TRUNCATE ON "criterion" FOR EACH STATEMENT EXECUTE FUNCTION "keep_criterion"()',
        "CREATE OR REPLACE FUNCTION \"keep_decision\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'decision is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'decision is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_decision_row" BEFORE UPDATE OR DELETE ON "decision" FOR EACH ROW EXECUTE FUNCTION "keep_decision"()',
        'CREATE TRIGGER "keep_decision_truncate" BEFORE TRUNCATE ON "decision" FOR EACH STATEMENT EXECUTE FUNCTION "keep_decision"()',
        "CREATE OR REPLACE FUNCTION \"keep_evidence_file\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'evidence_file is append-only; a kept row cannot be changed or removed'; END IF; IF (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'evidence_file is append-only; a kept row cannot be changed or removed'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_evidence_file_row" BEFORE UPDATE OR DELETE ON "evidence_file" FOR EACH ROW EXECUTE FUNCTION "keep_evidence_file"()',
        'CREATE TRIGGER "keep_evidence_file_truncate" BEFORE TRUNCATE ON "evidence_file" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence_file"()',
        "CREATE OR REPLACE FUNCTION \"keep_evidence_version\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'evidence_version is append-only; a kept row cannot be changed or removed'; END IF; IF (OLD.submitted_at IS NOT NULL) THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'evidence_version is append-only; a kept row cannot be changed or removed'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_evidence_version_row" BEFORE UPDATE OR DELETE ON "evidence_version" FOR EACH ROW EXECUTE FUNCTION "keep_evidence_version"()',
        'CREATE TRIGGER "keep_evidence_version_truncate" BEFORE TRUNCATE ON "evidence_version" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence_version"()',
        "CREATE OR REPLACE FUNCTION \"keep_framework\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'framework is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'framework is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_framework_row" BEFORE UPDATE OR DELETE ON "framework" FOR EACH ROW EXECUTE FUNCTION "keep_framework"()',
        'CREATE TRIGGER "keep_framework_truncate" BEFORE TRUNCATE ON "framework" FOR EACH STATEMENT EXECUTE FUNCTION "keep_framework"()',
        "CREATE OR REPLACE FUNCTION \"keep_judgement\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'judgement is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'judgement is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_judgement_row" BEFORE UPDATE OR DELETE ON "judgement" FOR EACH ROW EXECUTE FUNCTION "keep_judgement"()',
        'CREATE TRIGGER "keep_judgement_truncate" BEFORE TRUNCATE ON "judgement" FOR EACH STATEMENT EXECUTE FUNCTION "keep_judgement"()',
        "CREATE OR REPLACE FUNCTION \"keep_ledger_entry\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'ledger_entry is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'ledger_entry is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_ledger_entry_row" BEFORE UPDATE OR DELETE ON "ledger_entry" FOR EACH ROW EXECUTE FUNCTION "keep_ledger_entry"()',
        'CREATE TRIGGER "keep_ledger_entry_truncate" BEFORE TRUNCATE ON "ledger_entry" FOR EACH STATEMENT EXECUTE FUNCTION "keep_ledger_entry"()',
        "CREATE OR REPLACE FUNCTION \"keep_meta_skill_feedback\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'meta_skill_feedback is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'meta_skill_feedback is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_meta_skill_feedback_row" BEFORE UPDATE OR DELETE ON "meta_skill_feedback" FOR EACH ROW EXECUTE FUNCTION "keep_meta_skill_feedback"()',
        'CREATE TRIGGER "keep_meta_skill_feedback_truncate" BEFORE TRUNCATE ON "meta_skill_feedback" FOR EACH STATEMENT EXECUTE FUNCTION "keep_meta_skill_feedback"()',
        "CREATE OR REPLACE FUNCTION \"keep_meta_skill_tag\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'meta_skill_tag is append-only; a kept row cannot be changed or removed'; END IF; IF (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'meta_skill_tag is append-only; a kept row cannot be changed or removed'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_meta_skill_tag_row" BEFORE UPDATE OR DELETE ON "meta_skill_tag" FOR EACH ROW EXECUTE FUNCTION "keep_meta_skill_tag"()',
        'CREATE TRIGGER "keep_meta_skill_tag_truncate" BEFORE TRUNCATE ON "meta_skill_tag" FOR EACH STATEMENT EXECUTE FUNCTION "keep_meta_skill_tag"()',
        "CREATE OR REPLACE FUNCTION \"keep_self_evaluation\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'self_evaluation is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'self_evaluation is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_self_evaluation_row" BEFORE UPDATE OR DELETE ON "self_evaluation" FOR EACH ROW EXECUTE FUNCTION "keep_self_evaluation"()',
        'CREATE TRIGGER "keep_self_evaluation_truncate" BEFORE TRUNCATE ON "self_evaluation" FOR EACH STATEMENT EXECUTE FUNCTION "keep_self_evaluation"()',
        "CREATE OR REPLACE FUNCTION \"keep_unit\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'unit is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'unit is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_unit_row" BEFORE UPDATE OR DELETE ON "unit" FOR EACH ROW EXECUTE FUNCTION "keep_unit"()',
        'CREATE TRIGGER "keep_unit_truncate" BEFORE TRUNCATE ON "unit" FOR EACH STATEMENT EXECUTE FUNCTION "keep_unit"()',
        "CREATE OR REPLACE FUNCTION \"keep_unit_step\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'unit_step is append-only; a kept row cannot be changed or removed'; END IF; RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'unit_step is append-only; a kept row cannot be changed or removed'; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER "keep_unit_step_row" BEFORE UPDATE OR DELETE ON "unit_step" FOR EACH ROW EXECUTE FUNCTION "keep_unit_step"()',
        'CREATE TRIGGER "keep_unit_step_truncate" BEFORE TRUNCATE ON "unit_step" FOR EACH STATEMENT EXECUTE FUNCTION "keep_unit_step"()',
    ],
    "sqlite": [
        'CREATE TRIGGER "keep_alignment_update" BEFORE UPDATE ON "alignment" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'alignment is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_alignment_delete" BEFORE DELETE ON "alignment" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'alignment is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_alignment_insert" BEFORE INSERT ON "alignment" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "alignment" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'alignment is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_audit_event_update" BEFORE UPDATE ON "audit_event" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'audit_event is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_audit_event_delete" BEFORE DELETE ON "audit_event" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'audit_event is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_audit_event_insert" BEFORE INSERT ON "audit_event" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "audit_event" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'audit_event is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_claim_update" BEFORE UPDATE ON "claim" FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'claim is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_claim_delete" BEFORE DELETE ON "claim" FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'claim is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_claim_insert" BEFORE INSERT ON "claim" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "claim" AS kept WHERE kept.id = NEW.id AND (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = kept.version_id AND v.submitted_at IS NOT NULL))) BEGIN SELECT RAISE(ABORT, \'claim is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_countersignature_update" BEFORE UPDATE ON "countersignature" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'countersignature is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_countersignature_delete" BEFORE DELETE ON "countersignature" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'countersignature is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_countersignature_insert" BEFORE INSERT ON "countersignature" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "countersignature" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'countersignature is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_criterion_update" BEFORE UPDATE ON "criterion" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'criterion is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_criterion_delete" BEFORE DELETE ON "criterion" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'criterion is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_criterion_insert" BEFORE INSERT ON "criterion" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "criterion" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'criterion is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_decision_update" BEFORE UPDATE ON "decision" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'decision is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_decision_delete" BEFORE DELETE ON "decision" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'decision is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_decision_insert" BEFORE INSERT ON "decision" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "decision" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'decision is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_evidence_file_update" BEFORE UPDATE ON "evidence_file" FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'evidence_file is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_evidence_file_delete" BEFORE DELETE ON "evidence_file" FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'evidence_file is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_evidence_file_insert" BEFORE INSERT ON "evidence_file" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "evidence_file" AS kept WHERE kept.id = NEW.id AND (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = kept.version_id AND v.submitted_at IS NOT NULL))) BEGIN SELECT RAISE(ABORT, \'evidence_file is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_evidence_version_update" BEFORE UPDATE ON "evidence_version" FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, \'evidence_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_evidence_version_delete" BEFORE DELETE ON "evidence_version" FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, \'evidence_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_evidence_version_insert" BEFORE INSERT ON "evidence_version" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "evidence_version" AS kept WHERE kept.id = NEW.id AND (kept.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'evidence_version is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_framework_update" BEFORE UPDATE ON "framework" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'framework is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_framework_delete" BEFORE DELETE ON "framework" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'framework is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_framework_insert" BEFORE INSERT ON "framework" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "framework" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'framework is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_judgement_update" BEFORE UPDATE ON "judgement" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'judgement is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_judgement_delete" BEFORE DELETE ON "judgement" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'judgement is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_judgement_insert" BEFORE INSERT ON "judgement" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "judgement" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'judgement is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_ledger_entry_update" BEFORE UPDATE ON "ledger_entry" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'ledger_entry is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_ledger_entry_delete" BEFORE DELETE ON "ledger_entry" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'ledger_entry is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_ledger_entry_insert" BEFORE INSERT ON "ledger_entry" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "ledger_entry" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'ledger_entry is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_meta_skill_feedback_update" BEFORE UPDATE ON "meta_skill_feedback" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'meta_skill_feedback is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_meta_skill_feedback_delete" BEFORE DELETE ON "meta_skill_feedback" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'meta_skill_feedback is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_meta_skill_feedback_insert" BEFORE INSERT ON "meta_skill_feedback" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "meta_skill_feedback" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'meta_skill_feedback is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_meta_skill_tag_update" BEFORE UPDATE ON "meta_skill_tag" FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'meta_skill_tag is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_meta_skill_tag_delete" BEFORE DELETE ON "meta_skill_tag" FOR EACH ROW WHEN (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = OLD.version_id AND v.submitted_at IS NOT NULL)) BEGIN SELECT RAISE(ABORT, \'meta_skill_tag is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_meta_skill_tag_insert" BEFORE INSERT ON "meta_skill_tag" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "meta_skill_tag" AS kept WHERE kept.id = NEW.id AND (EXISTS (SELECT 1 FROM evidence_version AS v WHERE v.id = kept.version_id AND v.submitted_at IS NOT NULL))) BEGIN SELECT RAISE(ABORT, \'meta_skill_tag is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_self_evaluation_update" BEFORE UPDATE ON "self_evaluation" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'self_evaluation is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_self_evaluation_delete" BEFORE DELETE ON "self_evaluation" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'self_evaluation is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_self_evaluation_insert" BEFORE INSERT ON "self_evaluation" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "self_evaluation" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'self_evaluation is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_unit_update" BEFORE UPDATE ON "unit" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'unit is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_unit_delete" BEFORE DELETE ON "unit" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'unit is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_unit_insert" BEFORE INSERT ON "unit" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "unit" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'unit is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_unit_step_update" BEFORE UPDATE ON "unit_step" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'unit_step is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_unit_step_delete" BEFORE DELETE ON "unit_step" FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'unit_step is append-only; a kept row cannot be changed or removed\'); END',
        'CREATE TRIGGER "keep_unit_step_insert" BEFORE INSERT ON "unit_step" FOR EACH ROW WHEN EXISTS (SELECT 1 FROM "unit_step" AS kept WHERE kept.id = NEW.id) BEGIN SELECT RAISE(ABORT, \'unit_step is append-only; a kept row cannot be changed or removed\'); END',
    ],
}
UNGUARDS = {
    "postgresql": [
        'DROP TRIGGER IF EXISTS "keep_alignment_row" ON "alignment"',
        'DROP TRIGGER IF EXISTS "keep_alignment_truncate" ON "alignment"',
        'DROP FUNCTION IF EXISTS "keep_alignment"()',
        'DROP TRIGGER IF EXISTS "keep_audit_event_row" ON "audit_event"',
        'DROP TRIGGER IF EXISTS "keep_audit_event_truncate" ON "audit_event"',
        'DROP FUNCTION IF EXISTS "keep_audit_event"()',
        'DROP TRIGGER IF EXISTS "keep_claim_row" ON "claim"',
        'DROP TRIGGER IF EXISTS "keep_claim_truncate" ON "claim"',
        'DROP FUNCTION IF EXISTS "keep_claim"()',
        'DROP TRIGGER IF EXISTS "keep_countersignature_row" ON "countersignature"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_truncate" ON "countersignature"',
        'DROP FUNCTION IF EXISTS "keep_countersignature"()',
        'DROP TRIGGER IF EXISTS "keep_criterion_row" ON "criterion"',
        'DROP TRIGGER IF EXISTS "keep_criterion_truncate" ON "criterion"',
        'DROP FUNCTION IF EXISTS "keep_criterion"()',
        'DROP TRIGGER IF EXISTS "keep_decision_row" ON "decision"',
        'DROP TRIGGER IF EXISTS "keep_decision_truncate" ON "decision"',
        'DROP FUNCTION IF EXISTS "keep_decision"()',
        'DROP TRIGGER IF EXISTS "keep_evidence_file_row" ON "evidence_file"',
        'DROP TRIGGER IF EXISTS "keep_evidence_file_truncate" ON "evidence_file"',
        'DROP FUNCTION IF EXISTS "keep_evidence_file"()',
        'DROP TRIGGER IF EXISTS "keep_evidence_version_row" ON "evidence_version"',
        'DROP TRIGGER IF EXISTS "keep_evidence_version_truncate" ON "evidence_version"',
        'DROP FUNCTION IF EXISTS "keep_evidence_version"()',
        'DROP TRIGGER IF EXISTS "keep_framework_row" ON "framework"',
        'DROP TRIGGER IF EXISTS "keep_framework_truncate" ON "framework"',
        'DROP FUNCTION IF EXISTS "keep_framework"()',
        'DROP TRIGGER IF EXISTS "keep_judgement_row" ON "judgement"',
        'DROP TRIGGER IF EXISTS "keep_judgement_truncate" ON "judgement"',
        'DROP FUNCTION IF EXISTS "keep_judgement"()',
        'DROP TRIGGER IF EXISTS "keep_ledger_entry_row" ON "ledger_entry"',
        'DROP TRIGGER IF EXISTS "keep_ledger_entry_truncate" ON "ledger_entry"',
        'DROP FUNCTION IF EXISTS "keep_ledger_entry"()',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_feedback_row" ON "meta_skill_feedback"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_feedback_truncate" ON "meta_skill_feedback"',
        'DROP FUNCTION IF EXISTS "keep_meta_skill_feedback"()',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_tag_row" ON "meta_skill_tag"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_tag_truncate" ON "meta_skill_tag"',
        'DROP FUNCTION IF EXISTS "keep_meta_skill_tag"()',
        'DROP TRIGGER IF EXISTS "keep_self_evaluation_row" ON "self_evaluation"',
        'DROP TRIGGER IF EXISTS "keep_self_evaluation_truncate" ON "self_evaluation"',
        'DROP FUNCTION IF EXISTS "keep_self_evaluation"()',
        'DROP TRIGGER IF EXISTS "keep_unit_row" ON "unit"',
        'DROP TRIGGER IF EXISTS "keep_unit_truncate" ON "unit"',
        'DROP FUNCTION IF EXISTS "keep_unit"()',
        'DROP TRIGGER IF EXISTS "keep_unit_step_row" ON "unit_step"',
        'DROP TRIGGER IF EXISTS "keep_unit_step_truncate" ON "unit_step"',
        'DROP FUNCTION IF EXISTS "keep_unit_step"()',
    ],
    "sqlite": [
        'DROP TRIGGER IF EXISTS "keep_alignment_update"',
        'DROP TRIGGER IF EXISTS "keep_alignment_delete"',
        'DROP TRIGGER IF EXISTS "keep_alignment_insert"',
        'DROP TRIGGER IF EXISTS "keep_audit_event_update"',
        'DROP TRIGGER IF EXISTS "keep_audit_event_delete"',
        'DROP TRIGGER IF EXISTS "keep_audit_event_insert"',
        'DROP TRIGGER IF EXISTS "keep_claim_update"',
        'DROP TRIGGER IF EXISTS "keep_claim_delete"',
        'DROP TRIGGER IF EXISTS "keep_claim_insert"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_update"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_delete"',
        'DROP TRIGGER IF EXISTS "keep_countersignature_insert"',
        'DROP TRIGGER IF EXISTS "keep_criterion_update"',
        'DROP TRIGGER IF EXISTS "keep_criterion_delete"',
        'DROP TRIGGER IF EXISTS "keep_criterion_insert"',
        'DROP TRIGGER IF EXISTS "keep_decision_update"',
        'DROP TRIGGER IF EXISTS "keep_decision_delete"',
        'DROP TRIGGER IF EXISTS "keep_decision_insert"',
        'DROP TRIGGER IF EXISTS "keep_evidence_file_update"',
        'DROP TRIGGER IF EXISTS "keep_evidence_file_delete"',
        'DROP TRIGGER IF EXISTS "keep_evidence_file_insert"',
        'DROP TRIGGER IF EXISTS "keep_evidence_version_update"',
        'DROP TRIGGER IF EXISTS "keep_evidence_version_delete"',
        'DROP TRIGGER IF EXISTS "keep_evidence_version_insert"',
        'DROP TRIGGER IF EXISTS "keep_framework_update"',
        'DROP TRIGGER IF EXISTS "keep_framework_delete"',
        'DROP TRIGGER IF EXISTS "keep_framework_insert"',
        'DROP TRIGGER IF EXISTS "keep_judgement_update"',
        'DROP TRIGGER IF EXISTS "keep_judgement_delete"',
        'DROP TRIGGER IF EXISTS "keep_judgement_insert"',
        'DROP TRIGGER IF EXISTS "keep_ledger_entry_update"',
        'DROP TRIGGER IF EXISTS "keep_ledger_entry_delete"',
        'DROP TRIGGER IF EXISTS "keep_ledger_entry_insert"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_feedback_update"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_feedback_delete"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_feedback_insert"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_tag_update"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_tag_delete"',
        'DROP TRIGGER IF EXISTS "keep_meta_skill_tag_insert"',
        'DROP TRIGGER IF EXISTS "keep_self_evaluation_update"',
        'DROP TRIGGER IF EXISTS "keep_self_evaluation_delete"',
        'DROP TRIGGER IF EXISTS "keep_self_evaluation_insert"',
        'DROP TRIGGER IF EXISTS "keep_unit_update"',
        'DROP TRIGGER IF EXISTS "keep_unit_delete"',
        'DROP TRIGGER IF EXISTS "keep_unit_insert"',
        'DROP TRIGGER IF EXISTS "keep_unit_step_update"',
        'DROP TRIGGER IF EXISTS "keep_unit_step_delete"',
        'DROP TRIGGER IF EXISTS "keep_unit_step_insert"',
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "centre",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("awarding_body", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("name", name=op.f("uq_centre_name")),
    )
    op.create_table(
        "framework",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_framework_key_version")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("log_id", "kind", "subject_id", name="uq_ledger_entry_subject"),
        sa.UniqueConstraint("log_id", "seq", name=op.f("uq_ledger_entry_log_id_seq")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("last_leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
        sa.UniqueConstraint("log_id", name=op.f("uq_ledger_head_log_id")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_sent_at_outgoing_mail_next_try_at"), ["sent_at", "next_try_at"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "remark",
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_table(
        "request_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_key")),
        sa.UniqueConstraint("key", name=op.f("uq_request_key_key")),
    )
    with op.batch_alter_table("request_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_key_at"), ["at"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_account_sign_in_attempt_at"), ["account", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_address_sign_in_attempt_at"), ["address", "at"], unique=False
        )

    op.create_table(
        "employer",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_employer_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_employer_centre_id_name")),
    )
    op.create_table(
        "one_time_token",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_token_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_token_token_hash")),
    )
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("optional_minimum", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_programme_centre_id_centre")),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_programme_framework_id_framework")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("centre_id", "title", name=op.f("uq_programme_centre_id_title")),
    )
    op.create_table(
        "unit",
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=True),
        sa.Column("goal", sa.String(), nullable=True),
        sa.Column("outline", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_unit_framework_id_framework")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_unit_framework_id_code")),
        sa.UniqueConstraint("framework_id", "position", name=op.f("uq_unit_framework_id_position")),
    )
    op.create_table(
        "criterion",
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("heading", sa.String(), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_stem", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR NOT is_stem", name=op.f("ck_criterion_parts_are_not_stems")),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_criterion_framework_id_framework")),
        sa.ForeignKeyConstraint(["parent_id"], ["criterion.id"], name=op.f("fk_criterion_parent_id_criterion")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_criterion_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_criterion_framework_id_code")),
        sa.UniqueConstraint("framework_id", "position", name=op.f("uq_criterion_framework_id_position")),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criterion_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_criterion_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(length=40), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_membership_centre_id_centre")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_membership_employer_id_employer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_centre_id_membership_role"), ["centre_id", "role"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "programme_unit",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_unit_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_programme_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_unit")),
        sa.UniqueConstraint(
            "programme_id", "unit_id", "level", name=op.f("uq_programme_unit_programme_id_unit_id_level")
        ),
    )
    op.create_table(
        "alignment",
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("from_code", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("to_criterion_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_alignment_framework_id_framework")),
        sa.ForeignKeyConstraint(
            ["to_criterion_id"], ["criterion.id"], name=op.f("fk_alignment_to_criterion_id_criterion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment")),
        sa.UniqueConstraint("framework_id", "position", name=op.f("uq_alignment_framework_id_position")),
    )
    with op.batch_alter_table("alignment", schema=None) as batch_op:
        batch_op.create_index("ix_alignment_framework_id_from_code", ["framework_id", "from_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_alignment_to_criterion_id"), ["to_criterion_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("apprentice_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("line_manager_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("planned_end_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["apprentice_id"], ["membership.id"], name=op.f("fk_enrolment_apprentice_id_membership")
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["membership.id"], name=op.f("fk_enrolment_assessor_id_membership")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_enrolment_centre_id_centre")),
        sa.ForeignKeyConstraint(
            ["line_manager_id"], ["membership.id"], name=op.f("fk_enrolment_line_manager_id_membership")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_enrolment_programme_id_programme")),
        sa.ForeignKeyConstraint(["verifier_id"], ["membership.id"], name=op.f("fk_enrolment_verifier_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("programme_id", "apprentice_id", name=op.f("uq_enrolment_programme_id_apprentice_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_apprentice_id"), ["apprentice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_assessor_id"), ["assessor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_line_manager_id"), ["line_manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_verifier_id"), ["verifier_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_notification_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notification_membership_id_notification_read_at"), ["membership_id", "read_at"], unique=False
        )

    op.create_table(
        "sign_in_session",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_sign_in_session_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_sign_in_session_key_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "sufficiency_rule",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_sufficiency_rule_centre_id_centre")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_sufficiency_rule_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_sufficiency_rule_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sufficiency_rule_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sufficiency_rule")),
    )
    with op.batch_alter_table("sufficiency_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sufficiency_rule_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "criterion_standing",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_criterion_standing_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_criterion_standing_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_standing")),
        sa.UniqueConstraint(
            "enrolment_id", "criterion_id", name=op.f("uq_criterion_standing_enrolment_id_criterion_id")
        ),
    )
    op.create_table(
        "enrolment_standing",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("working", sa.Integer(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("units_signed", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("last_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_standing_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_standing")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_enrolment_standing_enrolment_id")),
    )
    op.create_table(
        "enrolment_unit",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("programme_unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_unit_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["programme_unit_id"],
            ["programme_unit.id"],
            name=op.f("fk_enrolment_unit_programme_unit_id_programme_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_unit")),
        sa.UniqueConstraint(
            "enrolment_id", "programme_unit_id", name=op.f("uq_enrolment_unit_enrolment_id_programme_unit_id")
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("latest_number", sa.Integer(), nullable=False),
        sa.Column("submitted_number", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["membership.id"], name=op.f("fk_evidence_created_by_id_membership")
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_evidence_enrolment_id_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_enrolment_id_evidence_state"), ["enrolment_id", "state"], unique=False
        )

    op.create_table(
        "meta_skill_feedback",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_meta_skill_feedback_author_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_meta_skill_feedback_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_meta_skill_feedback_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meta_skill_feedback")),
    )
    with op.batch_alter_table("meta_skill_feedback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meta_skill_feedback_enrolment_id_meta_skill_feedback_criterion_id_meta_skill_feedback_at"),
            ["enrolment_id", "criterion_id", "at"],
            unique=False,
        )

    op.create_table(
        "self_evaluation",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_self_evaluation_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_self_evaluation_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_evaluation")),
    )
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_self_evaluation_enrolment_id_self_evaluation_criterion_id_self_evaluation_at"),
            ["enrolment_id", "criterion_id", "at"],
            unique=False,
        )

    op.create_table(
        "unit_standing",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("programme_unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("working", sa.Integer(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_unit_standing_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["programme_unit_id"], ["programme_unit.id"], name=op.f("fk_unit_standing_programme_unit_id_programme_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_standing")),
        sa.UniqueConstraint(
            "enrolment_id", "programme_unit_id", name=op.f("uq_unit_standing_enrolment_id_programme_unit_id")
        ),
    )
    with op.batch_alter_table("unit_standing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unit_standing_programme_unit_id_unit_standing_state"),
            ["programme_unit_id", "state"],
            unique=False,
        )

    op.create_table(
        "unit_step",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("programme_unit_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["membership.id"], name=op.f("fk_unit_step_by_id_membership")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_unit_step_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(
            ["programme_unit_id"], ["programme_unit.id"], name=op.f("fk_unit_step_programme_unit_id_programme_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_step")),
    )
    with op.batch_alter_table("unit_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unit_step_enrolment_id_unit_step_programme_unit_id_unit_step_at"),
            ["enrolment_id", "programme_unit_id", "at"],
            unique=False,
        )

    op.create_table(
        "evidence_version",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=True),
        sa.Column("assistance", sa.String(length=40), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("work_location", sa.String(), nullable=False),
        sa.Column("is_authentic", sa.Boolean(), nullable=False),
        sa.Column("ai_use", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_version_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["membership.id"], name=op.f("fk_evidence_version_submitted_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_version")),
        sa.UniqueConstraint("evidence_id", "number", name=op.f("uq_evidence_version_evidence_id_number")),
    )
    with op.batch_alter_table("evidence_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_version_submitted_at"), ["submitted_at"], unique=False)

    op.create_table(
        "claim",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["membership.id"], name=op.f("fk_claim_added_by_id_membership")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_claim_criterion_id_criterion")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evidence_version.id"], name=op.f("fk_claim_version_id_evidence_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("version_id", "criterion_id", name=op.f("uq_claim_version_id_criterion_id")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_criterion_id"), ["criterion_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("is_authentic", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("is_sufficient", sa.Boolean(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("needs_countersignature", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assessor_id"], ["membership.id"], name=op.f("fk_decision_assessor_id_membership")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evidence_version.id"], name=op.f("fk_decision_version_id_evidence_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_assessor_id_decision_at"), ["assessor_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_version_id"), ["version_id"], unique=False)

    op.create_table(
        "draft_decision",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("is_authentic", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("is_sufficient", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["membership.id"], name=op.f("fk_draft_decision_assessor_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evidence_version.id"], name=op.f("fk_draft_decision_version_id_evidence_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_decision")),
        sa.UniqueConstraint("version_id", name=op.f("uq_draft_decision_version_id")),
    )
    op.create_table(
        "evidence_file",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evidence_version.id"], name=op.f("fk_evidence_file_version_id_evidence_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_version_id"), ["version_id"], unique=False)

    op.create_table(
        "meta_skill_tag",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_meta_skill_tag_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evidence_version.id"], name=op.f("fk_meta_skill_tag_version_id_evidence_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meta_skill_tag")),
        sa.UniqueConstraint("version_id", "criterion_id", name=op.f("uq_meta_skill_tag_version_id_criterion_id")),
    )
    op.create_table(
        "countersignature",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["membership.id"], name=op.f("fk_countersignature_assessor_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_countersignature_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countersignature")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_countersignature_decision_id")),
    )
    op.create_table(
        "draft_judgement",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["membership.id"], name=op.f("fk_draft_judgement_assessor_id_membership")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_draft_judgement_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_judgement")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_draft_judgement_claim_id")),
    )
    op.create_table(
        "judgement",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("feedback_commitment", sa.String(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_judgement_claim_id_claim")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_judgement_decision_id_decision")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_judgement_remark_id_remark")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["judgement.id"], name=op.f("fk_judgement_supersedes_id_judgement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_claim_id_judgement_at"), ["claim_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_judgement_decision_id"), ["decision_id"], unique=False)

    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNGUARDS[op.get_context().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judgement_decision_id"))
        batch_op.drop_index(batch_op.f("ix_judgement_claim_id_judgement_at"))

    op.drop_table("judgement")
    op.drop_table("draft_judgement")
    op.drop_table("countersignature")
    op.drop_table("meta_skill_tag")
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_file_version_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_sha256"))

    op.drop_table("evidence_file")
    op.drop_table("draft_decision")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_version_id"))
        batch_op.drop_index(batch_op.f("ix_decision_assessor_id_decision_at"))

    op.drop_table("decision")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_criterion_id"))

    op.drop_table("claim")
    with op.batch_alter_table("evidence_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_version_submitted_at"))

    op.drop_table("evidence_version")
    with op.batch_alter_table("unit_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_step_enrolment_id_unit_step_programme_unit_id_unit_step_at"))

    op.drop_table("unit_step")
    with op.batch_alter_table("unit_standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_standing_programme_unit_id_unit_standing_state"))

    op.drop_table("unit_standing")
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_self_evaluation_enrolment_id_self_evaluation_criterion_id_self_evaluation_at")
        )

    op.drop_table("self_evaluation")
    with op.batch_alter_table("meta_skill_feedback", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_meta_skill_feedback_enrolment_id_meta_skill_feedback_criterion_id_meta_skill_feedback_at")
        )

    op.drop_table("meta_skill_feedback")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_enrolment_id_evidence_state"))

    op.drop_table("evidence")
    op.drop_table("enrolment_unit")
    op.drop_table("enrolment_standing")
    op.drop_table("criterion_standing")
    with op.batch_alter_table("sufficiency_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sufficiency_rule_centre_id"))

    op.drop_table("sufficiency_rule")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_membership_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_membership_id_notification_read_at"))

    op.drop_table("notification")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_verifier_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_line_manager_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_centre_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_assessor_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_apprentice_id"))

    op.drop_table("enrolment")
    with op.batch_alter_table("alignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alignment_to_criterion_id"))
        batch_op.drop_index("ix_alignment_framework_id_from_code")

    op.drop_table("alignment")
    op.drop_table("programme_unit")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_centre_id_membership_role"))

    op.drop_table("membership")
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criterion_unit_id"))
        batch_op.drop_index(batch_op.f("ix_criterion_parent_id"))

    op.drop_table("criterion")
    op.drop_table("unit")
    op.drop_table("programme")
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_token_person_id"))

    op.drop_table("one_time_token")
    op.drop_table("employer")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_address_sign_in_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_account_sign_in_attempt_at"))

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("request_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_key_at"))

    op.drop_table("request_key")
    op.drop_table("remark")
    op.drop_table("person")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_sent_at_outgoing_mail_next_try_at"))

    op.drop_table("outgoing_mail")
    op.drop_table("ledger_head")
    op.drop_table("ledger_entry")
    op.drop_table("framework")
    op.drop_table("centre")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_centre_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))

    op.drop_table("audit_event")
