"""Custom reports: a question, the counting that answers it, a chart that fits, and what its author makes of it."""

from itsm_sandbox.reporting.custom_reports.rules.machine import MACHINE

__all__ = ["MACHINE"]
