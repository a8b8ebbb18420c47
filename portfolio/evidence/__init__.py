"""Evidence in versions: drafts, files, claims, submission, and what becomes of it."""
