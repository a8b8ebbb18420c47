"""The inventory of what support does again and again."""
