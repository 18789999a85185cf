"""Where the offices of a test keep their rows: in a file of each, or in a database of each on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL

from models.store.database import Database
from tests.acceptance.moved_office import move_to
from tests.postgres import PostgresServer

_URL = "JIEBAN_DATABASE_URL"
IS_WHOLE = os.environ.get("PROVE") == "1"


@dataclass
class Places:
    """Without a server rows stand in files; the databases of one are gone at the end."""

    server: PostgresServer | None = None
    _made: list[URL] = field(default_factory=list)

    def begin(self, template: Path, data: Path) -> dict[str, str]:
        """A fresh office in `data`, which stood on SQLite; the settings that say where its rows are."""
        shutil.copytree(template, data)
        place = self.empty()
        if place:
            database, file = Database(place[_URL]), data / "jieban.sqlite3"
            move_to(database, file)
            database.dispose()
            file.unlink()
        return place

    def empty(self) -> dict[str, str]:
        """The settings of a place where nothing stands yet."""
        if self.server is None:
            return {}
        self._made.append(self.server.create_database())
        return {_URL: self._made[-1].render_as_string(hide_password=False)}

    def close(self) -> None:
        """Drop what was made."""
        for url in self._made:
            if self.server is not None:
                self.server.drop_database(url)
