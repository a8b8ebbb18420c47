"""Reading an uploaded table: what its columns mean, what each row would do, and what is wrong with it."""
