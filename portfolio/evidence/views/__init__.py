"""Pages of evidence and its files."""
