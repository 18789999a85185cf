"""Collects the functions of all workers by importing workers/; no engine, no database."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import get_type_hints

import workers
from workers.hardened.job_route import JobRouter, JobTask, RouteKind


@dataclass(frozen=True, slots=True)
class WorkerFunction:
    """One job type with the name of its function and the variables that cross the border."""

    job_type: str
    name: str
    is_listener: bool
    takes: frozenset[str]
    gives: frozenset[str]


def list_workers() -> list[WorkerFunction]:
    """Every job function of every router in workers/, a router imported elsewhere counted once."""
    routers: dict[int, JobRouter] = {}
    for module_info in pkgutil.walk_packages(workers.__path__, "workers."):
        for value in vars(importlib.import_module(module_info.name)).values():
            if isinstance(value, JobRouter):
                routers[id(value)] = value
    return [_worker(task) for router in routers.values() for task in router.tasks]


def _worker(task: JobTask) -> WorkerFunction:
    is_listener = task.kind is RouteKind.LISTENER
    returned = get_type_hints(task.function)["return"]
    return WorkerFunction(
        job_type=task.type,
        name=task.function.__name__,
        is_listener=is_listener,
        takes=frozenset(task.fetches),
        gives=frozenset() if is_listener else frozenset(get_type_hints(returned)),
    )
