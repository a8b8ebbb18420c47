"""The front page of a workplace, its navigation, its planted truths, and the proof of its log."""
