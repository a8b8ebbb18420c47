"""The demo centre: believable people and three months of their history, made by the product's own services."""
