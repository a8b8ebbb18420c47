"""What evidence is, what it needs, and how it moves on; no database, no web."""
