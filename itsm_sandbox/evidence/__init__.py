"""From an artefact to evidence: the snapshot, its paper, and what it can show."""
