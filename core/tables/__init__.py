"""Tables that people upload and download: read from a file, mapped by column, faults told by row and column."""
