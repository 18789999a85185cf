"""The two databases for this folder."""

from tests.database import database, keyring, postgres_server, postgres_template, sqlite_template

__all__ = ["database", "keyring", "postgres_server", "postgres_template", "sqlite_template"]
