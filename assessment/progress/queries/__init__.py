"""Reading progress, one module for each page."""
