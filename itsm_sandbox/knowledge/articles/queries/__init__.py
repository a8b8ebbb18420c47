"""Reads of articles and of what they point to."""
