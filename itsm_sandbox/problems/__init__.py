"""Problems, analyses of tickets, and reviews of the first line."""
