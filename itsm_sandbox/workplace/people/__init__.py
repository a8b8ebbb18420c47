"""The people of a workplace, their roles and their groups."""
