"""Services, in versions that freeze on publication."""
