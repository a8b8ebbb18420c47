"""What a custom report asks."""

QUESTION = {
    "title": "What keeps the desk busy",
    "question": "Which kind of ticket takes most of our time, and does it rise?",
    "audience": "The ICT owner",
    "source": "tickets",
    "weeks": "4",
    "grouping": "category",
    "measure": "count",
    "chart": "bar",
    "chart_reason": "Lengths beside one another show at once which kind is largest.",
}
