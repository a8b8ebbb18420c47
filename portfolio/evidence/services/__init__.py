"""What people do with evidence, from its first draft on."""
