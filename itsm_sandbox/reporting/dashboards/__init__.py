"""Dashboards composed of metrics."""
