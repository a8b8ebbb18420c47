"""Metrics, service reports, dashboards, custom reports, meetings, monitoring and outages."""
