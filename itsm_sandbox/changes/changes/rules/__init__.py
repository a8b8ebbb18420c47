"""Requests for change after FITS: the table of their steps, what is asked in each, and what was signed."""

from itsm_sandbox.changes.changes.rules.machine import MACHINE

__all__ = ["MACHINE"]
