"""Published frameworks: the units and criteria people are judged against, exactly as published."""
