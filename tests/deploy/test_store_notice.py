"""What `jieban check` says of the engine's store beside the files."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import bpmn
from deploy.cli import jieban
from models.office.standstill import Standstill, StandstillKind
from services.anchor.store_notice import STORE_ROW
from tests.database import sqlite_at
from tests.free_ports import free_ports

SHIPPED = Path(bpmn.__file__).parent


def test_a_store_that_is_not_the_office_s_is_said_beside_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_office_template: Path
) -> None:
    """SE-2: what is checked here would not be asked there; why, and what compares."""
    data = tmp_path / "office"
    data.mkdir(mode=0o700)
    shutil.copyfile(sqlite_office_template, data / "jieban.sqlite3")
    monkeypatch.setenv("JIEBAN_DATA", str(data))
    monkeypatch.setenv("JIEBAN_REST_PORT", str(free_ports(1)[0]))
    assert (
        "jieban reconcile" not in CliRunner().invoke(jieban, ["check", str(SHIPPED / "review.bpmn")]).stderr
    )
    with sqlite_at(data / "jieban.sqlite3") as database, database.write_transaction() as session:
        facts = {"state": "engine_older"}
        row = Standstill(kind=StandstillKind.STORE, key=STORE_ROW, since=datetime.now(UTC), facts=facts)
        session.add(row)
    outcome = CliRunner().invoke(jieban, ["check", str(SHIPPED / "review.bpmn")])
    assert outcome.exit_code == 0
    assert "(engine_older): compare with jieban reconcile" in outcome.stderr
