"""Articles in versions that freeze on publication."""
