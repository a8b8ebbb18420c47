"""How far apprentices are, for themselves and for the people around them."""
