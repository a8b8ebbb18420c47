"""Runnable measurements of the product's pages, side by side with a bare Flask application in the same run."""

PRODUCTS = 60
"""Programs in the register of the workplace that is measured."""
