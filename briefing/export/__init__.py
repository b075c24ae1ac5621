"""Writers: a finished report or picture becomes a file."""
