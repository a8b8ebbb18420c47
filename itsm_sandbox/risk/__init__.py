"""Risk assessments, contingency and recovery plans."""
