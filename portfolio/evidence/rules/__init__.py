"""What evidence needs and how it moves on; no database, no web."""
