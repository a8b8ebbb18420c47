"""The tables that every noun of the workplace rests on."""
