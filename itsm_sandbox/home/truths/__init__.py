"""What was hidden in a workplace for those at work to find."""
