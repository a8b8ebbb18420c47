"""Judging evidence: drafts, decisions, countersignatures, the queue and the workbench."""
