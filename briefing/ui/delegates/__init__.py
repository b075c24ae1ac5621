"""How rows and cards are painted in lists."""
