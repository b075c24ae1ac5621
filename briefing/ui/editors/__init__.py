"""Forms: one editor for each sort of field, lists of parts, and the form of an entry."""
