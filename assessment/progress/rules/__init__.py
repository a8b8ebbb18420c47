"""How progress is told and what to do next; no database, no web."""
