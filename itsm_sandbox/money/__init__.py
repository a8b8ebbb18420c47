"""Expenditure and budgets."""
