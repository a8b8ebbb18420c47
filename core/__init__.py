"""Shared ground: database, time, files, ledger, audit. Knows nothing about apprenticeships."""
