"""Checks of what articles point to."""
