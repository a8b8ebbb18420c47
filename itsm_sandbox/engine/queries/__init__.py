"""Reads of the workplace itself and of its log."""
