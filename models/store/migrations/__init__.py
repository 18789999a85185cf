"""Brings a database to the newest form of the tables. The forms themselves are the numbered revisions."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.ground.errors import OfficeUnusable
from models.store.database import Database


class DatabaseIsNewer(OfficeUnusable):
    """The database was made by a newer release of this product; start that release instead."""

    code = "DATABASE_IS_NEWER"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def head_revision() -> str:
    """The newest revision that this release knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("this release carries no migrations")
    return head


def current_revision(database: Database) -> str | None:
    """The revision of a database; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def knows_revision(revision: str) -> bool:
    """Whether this release can bring a database of that revision to its own."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def migrate(database: Database) -> bool:
    """Bring the tables to the newest form in one transaction; True when something was done.

    DatabaseIsNewer for a revision this release does not know. The caller puts a copy aside before.
    """
    current = current_revision(database)
    if current is not None and not knows_revision(current):
        raise DatabaseIsNewer()
    if current == head_revision():
        return False
    config = _config()
    with database.connect_for_write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
