"""The database file: the only place with SQL."""
