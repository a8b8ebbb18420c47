"""Budgets: what may be spent in a period."""
