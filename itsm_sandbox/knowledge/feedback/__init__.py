"""What people say of articles."""
