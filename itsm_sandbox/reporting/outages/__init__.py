"""Outages and disk readings."""
