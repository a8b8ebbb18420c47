"""The service desk: tickets, the board, the portal and the search."""
