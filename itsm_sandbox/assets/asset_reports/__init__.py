"""Reports on assets and licences."""
