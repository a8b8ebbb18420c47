"""Licences held for software."""
