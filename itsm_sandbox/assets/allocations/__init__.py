"""Licences given to people, devices and sites."""
