"""How standings are derived; no database, no web."""
