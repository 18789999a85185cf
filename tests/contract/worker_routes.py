"""Collects the routes of all workers by importing workers/; no engine, no database."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import get_type_hints

import workers
from workers.hardened.job_route import JobRoute, JobRouter


def list_routes() -> list[JobRoute]:
    """Every route of every router in workers/, built with stand-ins for what the handlers will be given."""
    found: list[JobRoute] = []
    for module_info in pkgutil.walk_packages(workers.__path__, "workers."):
        if module_info.name.startswith("workers.hardened"):
            continue
        module = importlib.import_module(module_info.name)
        for _, value in sorted(vars(module).items()):
            found += _routes_of(value, module.__name__)
    return found


def _routes_of(value: object, module_name: str) -> list[JobRoute]:
    if isinstance(value, JobRouter):
        return list(value.routes.values())
    if not inspect.isfunction(value) or value.__module__ != module_name:
        return []
    if get_type_hints(value).get("return") is not JobRouter:
        return []
    stand_ins = {name: object() for name in inspect.signature(value).parameters}
    return list(value(**stand_ins).routes.values())
