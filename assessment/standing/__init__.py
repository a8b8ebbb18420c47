"""Where criteria, units and enrolments stand, derived from what was claimed, judged and signed."""
