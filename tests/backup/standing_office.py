"""An office with a case, a file and an engine's store, on either database, and empty places to restore it to."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, func, select

from deploy.settings import Settings, load_settings
from engine.state.opening import open_store
from models.store.database import Database
from models.store.tables import Base
from models.vault.keyring import get_keyring
from services.evidence.incoming_file import IncomingFile
from services.filing.new_case import FiledComplaint
from services.identity.vault_key import register_key
from tests.database import key_file_of_this_process
from tests.full_office import FullOffice

WORDS = "当时的情况说明"


@dataclass
class StandingOffice:
    """`new_url` makes the address of an empty database; None on SQLite."""

    settings: Settings
    office: FullOffice
    case: FiledComplaint
    new_url: Callable[[], URL] | None

    def settings_for(self, data: Path, *, with_keys: bool = True) -> Settings:
        """Those of a new place; the operator has put the key file there."""
        if with_keys:
            put_keys(data)
        return settings_of(data, None if self.new_url is None else self.new_url())


def settings_of(data: Path, url: URL | None) -> Settings:
    """Of an office in `data`."""
    told = {"JIEBAN_DATA": str(data)}
    if url is not None:
        told["JIEBAN_DATABASE_URL"] = url.render_as_string(hide_password=False)
    return load_settings(told)


def put_keys(data: Path) -> None:
    """The office's own key file, as it stands in every place of it."""
    (data / "keys").mkdir(mode=0o700, parents=True)
    shutil.copy(key_file_of_this_process(), data / "keys" / "vault.json")


def stand(settings: Settings, database: Database, new_url: Callable[[], URL] | None) -> StandingOffice:
    """Put a case with a file into the set-up office of `database`, and an engine's store beside it."""
    put_keys(settings.data)
    office = FullOffice(database, folder=settings.data)
    case = office.file(IncomingFile("说明.txt", "text/plain", io.BytesIO(WORDS.encode())))
    with database.write_transaction() as session:
        register_key(session, get_keyring(), office.clock.now())
    open_store(settings.data / "engine", lambda _line: None).close()
    (settings.data / "office.json").write_text(json.dumps({"demo": False}), encoding="ascii")
    return StandingOffice(settings, office, case, new_url)


def count_rows(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalars(select(func.count()).select_from(table)).one()
            for table in Base.metadata.sorted_tables
        }
