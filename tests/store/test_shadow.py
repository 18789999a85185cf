"""The shadow check finds what it is there for: a change that was not marked dirty, in any field of any noun."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.processing.core import Core
from engine.state.batch import Batch
from engine.state.entity import Entity
from engine.state.opening import STORE_FILE, open_store
from engine.state.store import fill_batch
from tests.store.samples import as_rows, every_field, sample_entity
from tests.store.shadow import differences


def core_equal_to_its_store(tmp_path: Path, entity: Entity) -> Core:
    opened = open_store(tmp_path)
    batch = Batch()
    fill_batch(batch, as_rows([entity]), [])
    opened.store.write(batch)
    core = Core.load(opened.store.load())
    opened.close()
    assert differences(core, tmp_path / STORE_FILE) == []
    return core


@pytest.mark.parametrize(
    ("noun", "field"), every_field(), ids=lambda value: getattr(value, "__name__", value)
)
def test_change_without_a_dirty_mark_is_found(tmp_path: Path, noun: type[Entity], field: str) -> None:
    core = core_equal_to_its_store(tmp_path, sample_entity(noun))
    [living] = core.state.list_all(noun)
    object.__setattr__(living, field, "changed behind the store's back")
    assert differences(core, tmp_path / STORE_FILE)
