"""The support procedure with its covering memo."""
