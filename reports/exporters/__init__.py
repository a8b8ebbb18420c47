"""A cohort as a file, one module for each format."""
