"""Analyses of the tickets: what is asked, what is counted, and what the person at work makes of it."""

from itsm_sandbox.problems.trends.rules.machine import MACHINE

__all__ = ["MACHINE"]
