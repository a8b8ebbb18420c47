"""What audits found, and what was done about it."""
