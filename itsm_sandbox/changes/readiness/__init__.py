"""Preparing to implement change management."""
