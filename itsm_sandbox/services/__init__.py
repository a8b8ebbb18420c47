"""What people do in a practice workplace, one module for each noun."""
