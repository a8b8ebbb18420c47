"""The monthly service report."""
