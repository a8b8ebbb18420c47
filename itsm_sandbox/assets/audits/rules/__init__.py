"""The rules of audits: what is seen, and how it compares with the register."""
