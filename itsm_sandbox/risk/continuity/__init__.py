"""What contingency and recovery plans have in common."""
