"""An apprentice's programme, their evidence, and the criteria it claims to meet."""
