"""Reads of the practice workplace, one module for each noun."""
