"""The migrations and the tables say the same on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from models.store.database import Database
from models.store.migrations import DatabaseIsNewer, current_revision, head_revision, migrate
from models.store.tables import Base


def test_migrated_tables_equal_the_models(database: Database) -> None:
    """A model that nobody wrote a revision for is noticed."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_of_the_models_was_made(database: Database) -> None:
    tables = set(inspect(database.engine).get_table_names())
    assert set(Base.metadata.tables) <= tables
    assert len(Base.metadata.tables) > 35


def test_second_migration_does_nothing(database: Database) -> None:
    assert current_revision(database) == head_revision()
    assert migrate(database) is False


def test_a_database_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/office.db")
    migrate(database)
    with database.connect_for_write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseIsNewer):
        migrate(database)
    database.dispose()
