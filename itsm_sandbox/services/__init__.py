"""What people do in a practice workplace, one module for each noun."""

from itsm_sandbox.services import registers

__all__ = ["registers"]
