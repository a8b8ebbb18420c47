"""Custom reports: a question, the counting that answers it, a chart that fits, and what its author makes of it."""

from itsm_sandbox.rules.custom_reports.machine import MACHINE

__all__ = ["MACHINE"]
