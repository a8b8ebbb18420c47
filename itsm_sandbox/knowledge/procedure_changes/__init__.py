"""Requests to change a procedure."""
