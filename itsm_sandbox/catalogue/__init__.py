"""The service catalogue and the support procedure."""
