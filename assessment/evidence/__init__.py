"""The page of one piece of evidence, with everything that was said about it."""
