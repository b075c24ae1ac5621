"""Blocs, pictures and checks, worked out of plain records."""
