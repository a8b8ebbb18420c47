"""Projects: case, people, plan, logs and status reports."""
