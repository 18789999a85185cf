"""Searches by state, which pollers send all day, find their rows by an index however much has ended before."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rest.fields import Noun
from engine.rest.filters import build_filter
from engine.rest.incidents import INCIDENT
from engine.rest.jobs import JOB
from engine.rest.process_instances import INSTANCE
from engine.rest.user_tasks import TASK
from engine.state.opening import STORE_FILE, open_store
from engine.state.reader import Searches


@pytest.mark.parametrize("noun", [INCIDENT, JOB, INSTANCE, TASK], ids=lambda noun: noun.name)
def test_search_by_state_reads_no_whole_table(tmp_path: Path, noun: Noun) -> None:
    opened = open_store(tmp_path)
    searches = Searches(tmp_path / STORE_FILE, lag_ms=0)
    condition = build_filter(noun, {"state": {"$in": ["ACTIVE", "CREATED"]}})
    sql = f"EXPLAIN QUERY PLAN SELECT {noun.select()} FROM {noun.source} WHERE {condition.sql}"  # noqa: S608 - fixed texts
    plan = [row["detail"] for row in searches.reader(0.0).execute(sql, condition.values)]
    searches.close()
    opened.close()
    assert any("_by_state" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan), plan
