"""The sign-off of whole units: claimed, signed, confirmed."""
