"""Reads of requests for change."""
