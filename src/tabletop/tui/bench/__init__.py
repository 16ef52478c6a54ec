"""The card bench: one card on a board made by hand, while its file is being written."""
