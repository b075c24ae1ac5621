"""Item models over the rows of the services."""
