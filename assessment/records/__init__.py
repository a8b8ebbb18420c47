"""Records that assessors make of an apprentice's work, and what the apprentice says of them."""
