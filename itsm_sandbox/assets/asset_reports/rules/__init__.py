"""The rules of asset reports, and what they count."""
