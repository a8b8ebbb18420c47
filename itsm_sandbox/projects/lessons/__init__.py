"""Lessons learned."""
