"""The arithmetic of assessment: pure functions over plain values."""
