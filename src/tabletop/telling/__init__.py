"""A game in words: one vocabulary for the terminal, the line mode, the web pages and what is kept afterwards."""
