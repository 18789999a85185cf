"""What the core looks entities up by: a table from noun to index entries, rebuilt from entities alone."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final

from engine.state.decision_definition import DecisionDefinition
from engine.state.decision_requirements import DecisionRequirements
from engine.state.element_instance import ElementInstance
from engine.state.element_statistic import ElementStatistic
from engine.state.entity import Entity
from engine.state.form_definition import FormDefinition
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.message import Message
from engine.state.message_correlation import MessageCorrelation
from engine.state.message_start_subscription import MessageStartSubscription
from engine.state.message_subscription import MessageSubscription
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance
from engine.state.timer import NO_INSTANCE, Timer
from engine.state.unfinished_loop import UnfinishedLoop
from engine.state.user_task import UserTask
from engine.state.variable import Variable

Place = tuple[str, Hashable]


# Jobs that may be handed out now. Leases decide it, which are void after a restart: it lives in memory only.
ACTIVATABLE: Final = "activatable"
# Loops that the engine has to go on with by itself.
UNFINISHED_LOOPS: Final = "unfinished_loops"
# What is not handed out or gone on with while the instance rests.
_HELD_BY_REST: Final = frozenset({ACTIVATABLE, UNFINISHED_LOOPS})


def _job(job: Job) -> list[Place]:
    places: list[Place] = [("jobs_of_element", job.element_instance_key)]
    is_held = job.has_incident or job.back_off_until is not None or job.deadline is not None
    if job.retries > 0 and not is_held:
        places.append((ACTIVATABLE, job.type))
    return places


def _instance(instance: ProcessInstance) -> list[Place]:
    if instance.correlation_key is None:
        return []
    return [("start_locks", (instance.process_id, instance.correlation_key))]


def _message(message: Message) -> list[Place]:
    places: list[Place] = [("messages", (message.name, message.correlation_key))]
    if message.message_id:
        places.append(("message_ids", (message.name, message.correlation_key, message.message_id)))
    return places


def _timer(timer: Timer) -> list[Place]:
    if timer.element_instance_key == NO_INSTANCE:
        return [("start_timers", timer.process_definition_key)]
    return [("timers_of_element", timer.element_instance_key)]


# Any: each function takes the one noun it is listed under.
PLACES: Final[dict[type, Callable[[Any], list[Place]]]] = {
    ProcessDefinition: lambda d: [("definitions", d.process_id)],
    FormDefinition: lambda f: [("forms", f.form_id)],
    DecisionRequirements: lambda r: [("requirements", r.requirements_id)],
    DecisionDefinition: lambda d: [("decisions", d.decision_id), ("decisions_of_graph", d.requirements_key)],
    ProcessInstance: _instance,
    ElementInstance: lambda e: [] if e.scope_key is None else [("children", e.scope_key)],
    ElementStatistic: lambda s: [("statistics", (s.process_definition_key, s.element_id))],
    Variable: lambda v: [("variables", v.scope_key), ("variable", (v.scope_key, v.name))],
    Job: _job,
    Timer: _timer,
    Message: _message,
    MessageCorrelation: lambda c: [("correlations", c.message_key)],
    MessageSubscription: lambda s: [
        ("subscriptions", (s.message_name, s.correlation_key)),
        ("subscriptions_of_element", s.element_instance_key),
    ],
    MessageStartSubscription: lambda s: [
        ("start_subscriptions", s.message_name),
        ("start_subscriptions_of_process", s.process_id),
    ],
    UnfinishedLoop: lambda u: [
        (UNFINISHED_LOOPS, ()),
        ("unfinished_loops_of_instance", u.process_instance_key),
    ],
    Incident: lambda i: [("incidents_of_element", i.element_instance_key)],
    UserTask: lambda t: [("user_task_of_element", t.element_instance_key)],
}


def places_of(entity: Entity, *, is_held: bool = False) -> tuple[Place, ...]:
    """All index entries that an open entity stands under; of what is held by a rest only those that tell where it is."""
    listed = PLACES.get(type(entity))
    places = tuple(listed(entity)) if listed else ()
    return tuple(place for place in places if place[0] not in _HELD_BY_REST) if is_held else places


class Indexes:
    """Sorted key lists by index name and value; sorted, so that order never depends on history."""

    def __init__(self) -> None:
        self._buckets: dict[Place, list[int]] = {}

    def add(self, key: int, places: Iterable[Place]) -> None:
        """Enter a key under each place."""
        for place in places:
            insort(self._buckets.setdefault(place, []), key)

    def drop(self, key: int, places: Iterable[Place]) -> None:
        """Take a key out of each place; an empty bucket goes with it."""
        for place in places:
            bucket = self._buckets[place]
            del bucket[bisect_left(bucket, key)]
            if not bucket:
                del self._buckets[place]

    def keys(self, name: str, value: Hashable) -> tuple[int, ...]:
        """Keys under one place, oldest first; a copy, so that callers may change what they walk."""
        return tuple(self._buckets.get((name, value), ()))

    def bucket(self, name: str, value: Hashable) -> list[int]:
        """The live bucket, for callers that read only its beginning; never to be changed."""
        return self._buckets.get((name, value), [])

    def dump(self) -> dict[Place, list[int]]:
        """Everything but what leases decide, for comparison with a recovered core."""
        return {place: list(bucket) for place, bucket in self._buckets.items() if place[0] != ACTIVATABLE}
