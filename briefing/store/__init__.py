"""The library file: SQLite through SQLAlchemy Core, with its journal and its search index."""
