"""Pages of the register of assets."""
