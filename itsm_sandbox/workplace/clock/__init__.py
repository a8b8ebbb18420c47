"""The workplace's own time."""
