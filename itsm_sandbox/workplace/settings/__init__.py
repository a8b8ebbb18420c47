"""How a workplace works: its change profile, priority matrix and reminders."""
