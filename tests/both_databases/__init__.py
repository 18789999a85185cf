"""Use cases that must hold on SQLite and on PostgreSQL alike."""
