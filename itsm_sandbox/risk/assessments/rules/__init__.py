"""Risk assessments: scores and bands, the machine with its guards, and how a simulated ICT owner answers."""
