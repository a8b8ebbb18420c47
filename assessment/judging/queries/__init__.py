"""Reading what judging shows and changes."""
