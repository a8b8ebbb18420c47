"""What assessors do: choose, sign a decision, countersign."""
