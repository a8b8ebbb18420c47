"""HTML input of the practice workplace."""
