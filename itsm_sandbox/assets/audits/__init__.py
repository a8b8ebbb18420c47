"""Audits of what is really there."""
