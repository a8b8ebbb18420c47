"""What people do when they judge, sign and countersign; and what follows from it."""
