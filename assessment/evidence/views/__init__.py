"""The page of one piece of evidence, and the answers given on it."""
