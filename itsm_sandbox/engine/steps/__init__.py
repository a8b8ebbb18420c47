"""Fields, guards and steps that the machines of many kinds of artefact share."""
