"""The plan of procedures that are missing."""
