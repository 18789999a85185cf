"""The newest key that an office has seen, as its engine is told it before it serves, on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.keys_seen import find_newest_key, read_newest_key
from deploy.settings import load_settings
from engine.keys import FIRST_KEY, LAST_KEY
from engine.start_refused import EXIT_START_POSTPONED, StartPostponed
from models.ledger.inbox import InboxRow
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


def test_before_there_is_an_office_no_key_is_used(tmp_path: Path) -> None:
    assert read_newest_key(load_settings({"JIEBAN_DATA": str(tmp_path)})) == 0


def test_an_engine_waits_while_the_database_that_knows_the_keys_is_away(tmp_path: Path) -> None:
    """A start that passes by itself: the supervisor tries again."""
    away = "postgresql+psycopg://nobody@127.0.0.1:1/jieban"
    with pytest.raises(StartPostponed) as refused:
        read_newest_key(load_settings({"JIEBAN_DATA": str(tmp_path), "JIEBAN_DATABASE_URL": away}))
    assert refused.value.exit_code == EXIT_START_POSTPONED
