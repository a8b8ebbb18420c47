"""Custom reports: a question, its counting and its chart."""
