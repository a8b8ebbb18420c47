"""Recovery plans: how one service is brought back."""
