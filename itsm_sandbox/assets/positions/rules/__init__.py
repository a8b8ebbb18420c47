"""The rules of licence positions and of their reviews."""
