"""Requests for change, and the preparation of change management."""
