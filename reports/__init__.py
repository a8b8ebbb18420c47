"""Read-only views across packages for people who watch a centre."""
