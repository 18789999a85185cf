"""The newest key that an office has seen, as its engine is told it before it serves, on each database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from deploy.keys_seen import find_newest_key, read_newest_key
from deploy.settings import load_settings
from engine.keys import FIRST_KEY, LAST_KEY
from engine.start_refused import EXIT_START_POSTPONED, StartPostponed
from models.ledger.inbox import InboxRow
from services.forms.keep_form import keep_form
from services.ports.engine import EngineForm
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task


def test_the_newest_of_all_keys_counts_and_none_of_another_partition(office: FullOffice) -> None:
    """Texts of another length would stand in another order, and a cluster's other partitions are no keys of this engine."""
    assert find_newest_key(office.database.engine) == 0
    keys = (FIRST_KEY + 7, FIRST_KEY + 4_000, LAST_KEY + 1, LAST_KEY * 10, 99)
    with office.unit_of_work() as unit:
        for key in keys:
            unit.session.add(
                InboxRow(job_key=str(key), element_instance_key=str(FIRST_KEY + 3), job_type="x", result={})
            )
    assert find_newest_key(office.database.engine) == FIRST_KEY + 4_000
    task = add_task(office, office.file().complaint_id, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(InboxRow, str(FIRST_KEY + 7)).element_instance_key = str(FIRST_KEY + 9_000)
    assert find_newest_key(office.database.engine) == max(FIRST_KEY + 9_000, int(task))
    with office.unit_of_work() as unit:
        form = EngineForm(str(FIRST_KEY + 20_000), "site-visit", 1, '{"components": []}')
        keep_form(form, unit)
    assert find_newest_key(office.database.engine) == FIRST_KEY + 20_000, "a form was deployed last"


def test_an_office_of_an_earlier_release_that_lacks_a_column_is_asked_for_the_others(tmp_path: Path) -> None:
    """The engine may start before the office is upgraded."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE inbox (job_key VARCHAR(20))"))
        connection.execute(text("INSERT INTO inbox VALUES (:key)"), {"key": str(FIRST_KEY + 5)})
    assert find_newest_key(engine) == FIRST_KEY + 5
    engine.dispose()


def test_before_there_is_an_office_no_key_is_used(tmp_path: Path) -> None:
    assert read_newest_key(load_settings({"JIEBAN_DATA": str(tmp_path)})) == 0


def test_an_engine_waits_while_the_database_that_knows_the_keys_is_away(tmp_path: Path) -> None:
    """A start that passes by itself: the supervisor tries again."""
    away = "postgresql+psycopg://nobody@127.0.0.1:1/jieban"
    with pytest.raises(StartPostponed) as refused:
        read_newest_key(load_settings({"JIEBAN_DATA": str(tmp_path), "JIEBAN_DATABASE_URL": away}))
    assert refused.value.exit_code == EXIT_START_POSTPONED
