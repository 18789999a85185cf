"""EN-1, EN-2: entities are changed by `State` alone, which undoes a command and refuses what a store cannot hold."""

from __future__ import annotations

import ast
from copy import deepcopy
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest

from engine.core.state import State
from engine.errors import InvariantBroken, NotStorable
from engine.state.catalogue import ENTITY_TYPES
from engine.state.entity import Entity
from engine.state.job import Job
from engine.state.message import Message
from engine.state.timer import Timer
from engine.state.variable import Variable
from tests.architecture.source_tree import ROOT
from tests.store.samples import sample_entity

# The door itself: everything else asks it.
DOOR = {"engine/core/journal.py", "engine/core/state.py"}
WRITERS = {"setattr", "__setattr__", "write_field", "delattr", "__delattr__"}


def variable(key: int, value: Any) -> Variable:
    return Variable(key, 1, 1, 1, "p", f"v{key}", value)


def timer(key: int, due_at: int) -> Timer:
    return Timer(key, 1, 1, 1, "t", due_at)


def job(key: int, **other: Any) -> Job:
    return Job(key, "work", "BPMN_ELEMENT", "CREATED", 3, "e", 1, 1, 1, "p", 1, 0, **other)


def seen(state: State) -> dict[str, Any]:
    """Everything a command can change, leases and marks too."""
    return deepcopy(
        {
            **state.dump(),
            "leases": {row.key: (row.worker, row.deadline) for row in state.list_all(Job)},
            "next": state.next_due(),
            "marks": state.peek_dirty(),
        }
    )


@pytest.mark.parametrize("noun", ENTITY_TYPES, ids=lambda noun: noun.__name__)
def test_every_other_assignment_to_an_entity_fails(noun: type[Entity]) -> None:
    entity: Any = sample_entity(noun)
    for field in fields(entity):
        with pytest.raises(FrozenInstanceError):
            setattr(entity, field.name, getattr(entity, field.name))


def names_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_nothing_else_in_the_engine_goes_around_the_frozen_fields() -> None:
    around = {
        str(path.relative_to(ROOT)) for path in (ROOT / "engine").rglob("*.py") if names_of(path) & WRITERS
    }
    assert around == DOOR


def test_an_undone_command_leaves_no_trace() -> None:
    state = State()
    for entity in (variable(1, ["old"]), timer(2, 50), timer(3, 60), job(4, deadline=90, worker="w")):
        state.put(entity)
    state.new_key()
    state.seal()
    state.drain_dirty()
    state.change(state.get(Variable, 1), value=["older"])
    state.seal()
    before = seen(state)
    state.new_key()
    state.put(variable(11, {"new": 1}))
    state.change(state.get(Variable, 11), value=2)
    state.change(state.get(Variable, 1), value=["new"], ended_at=7)
    assert state.pop_due(55) is state.get(Timer, 2)
    state.change(state.get(Timer, 2), due_at=70)
    state.remove(state.get(Timer, 3))
    state.change(state.get(Job, 4), deadline=None, worker=None)
    state.change(state.get(Job, 4), ended_at=8)
    state.put(Message(12, "m", "k", "", 0, 40))
    assert state.is_changed and seen(state) != before
    state.undo()
    assert not state.is_changed
    assert seen(state) == before
    assert state.pop_due(55) is state.get(Timer, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        timer(1, 2**63),
        timer(1, -(2**63) - 1),
        timer(1, 1.5),
        variable(1, float("nan")),
        variable(1, [float("inf")]),
        variable(1, "half \ud800"),
        variable(1, {"\udfff": 1}),
        variable(1, 10**5000),
        variable(1, {1, 2}),
        Message(1, "half \ud800", "k", "", 0, 40),
        Message(1, "m", ["k"], "", 0, 40),
    ],
    ids=lambda entity: type(entity).__name__,
)
def test_what_the_store_cannot_hold_is_refused_before_it_is_sealed(wrong: Entity) -> None:
    """EN-1: such a value ended the process in its commit thread."""
    state = State()
    before = seen(state)
    with pytest.raises((NotStorable, TypeError)):
        state.put(variable(9, "good"))
        state.put(wrong)
        state.seal()
    state.undo()
    assert seen(state) == before


def test_a_key_is_taken_once() -> None:
    state = State()
    state.put(variable(1, "first"))
    with pytest.raises(InvariantBroken):
        state.put(variable(1, "second"))
