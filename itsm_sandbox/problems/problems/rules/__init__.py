"""Problems: the causes behind incidents, from the first suspicion to what was learned."""

from itsm_sandbox.problems.problems.rules.machine import MACHINE

__all__ = ["MACHINE"]
