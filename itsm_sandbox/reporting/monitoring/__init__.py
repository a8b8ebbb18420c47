"""Monitoring logs."""
