"""The opening hours of a workplace, in versions."""
