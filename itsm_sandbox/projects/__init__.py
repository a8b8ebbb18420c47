"""Projects and lessons learned."""
