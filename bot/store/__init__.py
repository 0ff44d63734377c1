"""SQLite: the corpus as it was loaded, and the full-text index for candidates."""
