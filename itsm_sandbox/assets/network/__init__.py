"""What is really on the simulated network."""
