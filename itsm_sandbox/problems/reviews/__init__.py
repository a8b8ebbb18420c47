"""Reviews of the first-line process against its service levels."""
