"""Live records."""
