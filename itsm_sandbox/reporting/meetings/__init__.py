"""Service review meetings."""
