"""The software register."""
