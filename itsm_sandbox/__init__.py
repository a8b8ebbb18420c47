"""The practice workplace, whose artefacts can become evidence."""
