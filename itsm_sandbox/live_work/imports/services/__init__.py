"""What people do with a file that comes in."""
