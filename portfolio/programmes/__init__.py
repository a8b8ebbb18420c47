"""Programmes: what an apprentice follows, and what is declared at handing in."""
