"""Centres, people, their roles, signing in, and how a permission is asked."""
