"""Meta-skills: what I say of mine and what others say."""
