"""Fills a new workplace with people, services, things and half a year of history."""
