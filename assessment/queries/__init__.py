"""Reads of assessment; each says what it loads and in which order."""
