"""What searches see: the present, or commits as old as the search lag."""

from __future__ import annotations

from pathlib import Path

from engine.state.batch import Batch
from engine.state.message import Message
from engine.state.opening import STORE_FILE, OpenStore, open_store
from engine.state.reader import Reader, Searches
from engine.state.store import fill_batch
from tests.store.samples import as_rows


def publish(opened: OpenStore, key: int) -> None:
    batch = Batch()
    fill_batch(batch, as_rows([Message(key, "name", "", "", 1, 2)]), [])
    opened.store.write(batch)


def seen(reader: Reader) -> list[int]:
    return [row["key"] for row in reader.execute("SELECT key FROM message ORDER BY key")]


def test_without_a_lag_every_commit_is_seen_at_once(tmp_path: Path) -> None:
    opened = open_store(tmp_path)
    searches = Searches(tmp_path / STORE_FILE, lag_ms=0)
    for key in (1, 2, 3):
        publish(opened, key)
        assert seen(searches.reader(0.0)) == list(range(1, key + 1))
    searches.close()
    opened.close()


def test_with_a_lag_a_search_sees_commits_of_that_age_only(tmp_path: Path) -> None:
    opened = open_store(tmp_path)
    searches = Searches(tmp_path / STORE_FILE, lag_ms=1500)
    searches.renew(0.0)
    for step in range(1, 9):
        publish(opened, step)
        searches.renew(step * 0.5)
    assert seen(searches.reader(4.0)) == [1, 2, 3, 4, 5]
    assert seen(searches.reader(4.5)) == [1, 2, 3, 4, 5, 6]
    searches.close()
    opened.close()


def test_young_engine_with_a_lag_shows_the_moment_of_its_start(tmp_path: Path) -> None:
    opened = open_store(tmp_path)
    publish(opened, 1)
    searches = Searches(tmp_path / STORE_FILE, lag_ms=1500)
    searches.renew(0.0)
    publish(opened, 2)
    assert seen(searches.reader(0.1)) == [1]
    searches.close()
    opened.close()
