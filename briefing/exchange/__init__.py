"""Packs: what one laptop hands to another, in a file."""
