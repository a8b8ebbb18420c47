"""Enrolments: one apprentice on one programme, and the people around them."""
