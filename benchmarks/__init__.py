"""Runnable measurements of the product's pages, side by side with a bare Flask application in the same run."""
