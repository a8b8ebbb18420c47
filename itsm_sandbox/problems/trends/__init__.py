"""Analyses of the tickets."""
