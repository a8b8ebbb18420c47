"""Requests for change in the three steps of FITS."""
