"""The rules of articles: their steps, their text and their quality review."""
