"""What leaves the practice workplace as a file or a picture."""
