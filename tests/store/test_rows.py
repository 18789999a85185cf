"""Every stored noun has its table, and every field of it comes back as it was."""

from __future__ import annotations

import typing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.state.batch import Batch
from engine.state.catalogue import ENTITY_TYPES
from engine.state.connection import SqliteConnection
from engine.state.element_instance import ElementInstance
from engine.state.entity import Entity
from engine.state.opening import STORE_FILE, open_store
from engine.state.store import TABLES, Store, fill_batch
from engine.state.variable import Variable
from tests.store.samples import as_rows, sample_entity


def stored(tmp_path: Path, *entities: Entity) -> list[Entity]:
    """Write entities with one store and load them with another."""
    batch = Batch()
    fill_batch(batch, as_rows(entities), [])
    opened = open_store(tmp_path)
    opened.store.write(batch)
    opened.close()
    again = open_store(tmp_path)
    try:
        return list(again.store.load())
    finally:
        again.close()


@pytest.mark.parametrize("noun", ENTITY_TYPES, ids=lambda noun: noun.__name__)
def test_every_field_of_a_noun_comes_back(tmp_path: Path, noun: type[Entity]) -> None:
    entity = sample_entity(noun)
    assert stored(tmp_path, entity) == [entity]


@pytest.mark.parametrize("noun", ENTITY_TYPES, ids=lambda noun: noun.__name__)
def test_table_has_exactly_the_columns_of_its_noun(tmp_path: Path, noun: type[Entity]) -> None:
    open_store(tmp_path).close()
    connection = SqliteConnection(tmp_path / STORE_FILE)
    rows = connection.execute(f"PRAGMA table_info({TABLES[noun].table})")
    connection.close()
    assert sorted(str(row[1]) for row in rows) == sorted(TABLES[noun].columns)


@pytest.mark.parametrize("value", [None, 0, False, "", "null", [], {}, 2**70, 1.5, {"a": [None]}])
def test_json_value_of_a_variable_comes_back(tmp_path: Path, value: Any) -> None:
    variable = Variable(1, 2, 3, 4, "p", "name", value)
    assert stored(tmp_path, variable) == [variable]


def test_history_stays_in_its_table_but_is_not_loaded(tmp_path: Path) -> None:
    ended = Variable(1, 2, 3, 4, "p", "name", "old", ended_at=99)
    assert stored(tmp_path, ended) == []
    connection = SqliteConnection(tmp_path / STORE_FILE)
    assert connection.execute("SELECT value, ended_at FROM variable") == [('"old"', 99)]
    connection.close()


@pytest.mark.parametrize("noun", [noun for noun in ENTITY_TYPES if TABLES[noun].is_ending])
def test_recovery_walks_open_rows_only(tmp_path: Path, noun: type[Entity]) -> None:
    open_store(tmp_path).close()
    connection = SqliteConnection(tmp_path / STORE_FILE)
    plan = str(connection.execute(f"EXPLAIN QUERY PLAN {TABLES[noun].select_open_sql}"))
    connection.close()
    assert f"{TABLES[noun].table}_open" in plan


def test_second_write_of_an_entity_replaces_its_row_and_a_delete_removes_it(tmp_path: Path) -> None:
    opened = open_store(tmp_path)
    entity = typing.cast(ElementInstance, sample_entity(ElementInstance))
    for upserts, deletes in (
        ([entity], []),
        ([replace(entity, incident_count=1)], []),
        ([], [(ElementInstance, entity.key)]),
    ):
        batch = Batch()
        fill_batch(batch, as_rows(upserts), deletes)
        opened.store.write(batch)
        loaded = list(opened.store.load())
        assert loaded == upserts
    opened.close()


def test_pinned_clock_is_kept(tmp_path: Path) -> None:
    connection = SqliteConnection(tmp_path / STORE_FILE)
    store = Store(connection)
    assert store.find_pinned_clock() is None
    store.write(Batch(meta={"clock_pinned_at": "1767225600000"}))
    assert store.find_pinned_clock() == 1767225600000
    store.write(Batch(meta={"clock_pinned_at": None}))
    assert store.find_pinned_clock() is None
    store.close()
