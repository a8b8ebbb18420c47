"""Articles, support processes, planned procedures, feedback and checks."""
