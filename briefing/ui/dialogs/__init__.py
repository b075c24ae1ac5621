"""Windows that ask for one thing, or tell it, and close."""
