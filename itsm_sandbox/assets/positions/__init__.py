"""Licence positions, and their reviews."""
