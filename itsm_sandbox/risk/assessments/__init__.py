"""The yearly risk assessment."""
