"""The workplace itself: its people, hours, clock and settings."""
