"""The rules of the monthly service report."""
