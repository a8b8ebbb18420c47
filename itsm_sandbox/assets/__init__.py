"""Assets, audits, software and licences."""
