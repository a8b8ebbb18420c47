"""A frozen artefact as a tagged PDF."""
