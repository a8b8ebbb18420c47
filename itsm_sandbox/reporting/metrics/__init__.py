"""The numbered metrics of a workplace."""
