"""Which rows of history are old enough to go: a bounded number at once, found on disk, since memory has none of them.

What a root instance called goes before the root, so that a kill between two rounds leaves nothing unfound.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from engine.model.elements import ElementType
from engine.state.connection import Connection
from engine.state.correlated_message import CorrelatedMessage
from engine.state.decision_instance import DecisionInstance
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.element_statistic import CountedEnd
from engine.state.entity import Entity
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken
from engine.state.user_task import UserTask
from engine.state.variable import Variable

# Timers and subscriptions are not history: they go when what waits ends.
HISTORY_OF_INSTANCE: Final[tuple[tuple[type[Entity], str], ...]] = (
    (SequenceFlowTaken, "sequence_flow_taken"),
    (CorrelatedMessage, "correlated_message"),
    (Variable, "variable"),
    (Job, "job"),
    (Incident, "incident"),
    (UserTask, "user_task"),
    (DecisionInstance, "decision_instance"),
)

# The oldest end first. A root of which something still runs would contradict the engine; it stays.
_OLDEST_ROOTS: Final = (
    "SELECT r.key FROM process_instance AS r WHERE r.parent_instance_key IS NULL AND r.ended_at IS NOT NULL"
    " AND r.ended_at <= ? AND NOT EXISTS (SELECT 1 FROM process_instance AS c"
    " WHERE c.root_instance_key = r.key AND c.ended_at IS NULL) ORDER BY r.ended_at, r.key LIMIT ?"
)
_INSTANCES_OF_ROOT: Final = (
    "SELECT key FROM process_instance WHERE root_instance_key = ? ORDER BY key DESC LIMIT ?"
)
_ELEMENTS: Final = (
    "SELECT key, process_definition_key, element_id, state, element_type, scope_key FROM element_instance"
    " WHERE process_instance_key = ? ORDER BY key LIMIT ?"
)
_DECISIONS_OUTSIDE: Final = (
    "SELECT key FROM decision_instance WHERE process_instance_key IS NULL AND ended_at <= ?"
    " ORDER BY ended_at LIMIT ?"
)

# What the statistics of a definition count an ended element under.
_COUNTED_AS: Final = {ElementState.COMPLETED: "completed", ElementState.TERMINATED: "canceled"}


@dataclass(slots=True)
class Expired:
    """Rows to delete, and by how much the counters of their elements shrink."""

    rows: list[tuple[type[Entity], int]] = field(default_factory=list)
    counted: Counter[CountedEnd] = field(default_factory=Counter)

    def add(self, noun: type[Entity], keys: list[int]) -> None:
        """Add rows of one noun."""
        self.rows += [(noun, key) for key in keys]


def find_expired(connection: Connection, ended_until_ms: int, limit: int) -> Expired:
    """At most `limit` rows of root instances, and of evaluations outside any, that ended at that moment or before.

    A root is counted by its own end: what it called stays as long as it runs, and goes with it.
    """
    found = Expired()
    roots = connection.execute(_OLDEST_ROOTS, (ended_until_ms, limit))
    for (root_key,) in roots:
        _add_tree(connection, _number(root_key), found, limit)
        if len(found.rows) >= limit:
            return found
    room = limit - len(found.rows)
    outside = connection.execute(_DECISIONS_OUTSIDE, (ended_until_ms, room))
    found.add(DecisionInstance, [_number(row[0]) for row in outside])
    return found


def _add_tree(connection: Connection, root_key: int, found: Expired, limit: int) -> None:
    # By falling keys: a called instance is younger than its caller, so that the root is the last one.
    for (instance_key,) in connection.execute(_INSTANCES_OF_ROOT, (root_key, limit)):
        _add_instance(connection, _number(instance_key), found, limit)
        if len(found.rows) >= limit:
            return


def _add_instance(connection: Connection, instance_key: int, found: Expired, limit: int) -> None:
    """Its rows, and the instance itself once nothing else of it is left over for another round."""
    for noun, table in HISTORY_OF_INSTANCE:
        sql = f"SELECT key FROM {table} WHERE process_instance_key = ? LIMIT ?"  # noqa: S608 - names from above
        keys = connection.execute(sql, (instance_key, limit - len(found.rows)))
        found.add(noun, [_number(row[0]) for row in keys])
    for key, definition, element_id, state, kind, scope_key in connection.execute(
        _ELEMENTS, (instance_key, limit - len(found.rows))
    ):
        found.rows.append((ElementInstance, _number(key)))
        # As behaviours/statistics counts: neither the process itself nor the body of a loop.
        if scope_key is not None and kind != ElementType.MULTI_INSTANCE_BODY:
            place = CountedEnd(_number(definition), str(element_id), _COUNTED_AS[ElementState(str(state))])
            found.counted[place] += 1
    if len(found.rows) < limit:
        found.rows.append((ProcessInstance, instance_key))


def _number(value: object) -> int:
    return int(str(value))
