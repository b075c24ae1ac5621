"""Thirty articles with what is to be found in them, and how the program is scored on them."""
