"""Reads of everything that the metrics of one period are computed from."""
