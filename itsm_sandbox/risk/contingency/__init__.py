"""Contingency plans: how work goes on without important services."""
