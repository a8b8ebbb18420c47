"""The expenditure record."""
