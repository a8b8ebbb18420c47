"""Taking evidence out of account: proposed by one person, decided by another."""
