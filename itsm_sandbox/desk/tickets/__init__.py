"""Incidents and requests."""
