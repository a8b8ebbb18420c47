"""Records of real work, imported from service desk tools."""
