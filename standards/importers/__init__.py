"""Readers of published source texts, one file per format; each turns text into a `FrameworkText` or refuses it."""
