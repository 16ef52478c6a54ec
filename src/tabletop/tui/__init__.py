"""The terminal: screens and widgets that draw what a seat may see and ask what it wants. Nothing is decided here."""
