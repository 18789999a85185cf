"""What a person of a story enters in a form: by the function with the form's name, in any file of this folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules
from typing import Any

from deploy.replay.samples import Step, Story

Answering = Callable[[Story, Step, Mapping[str, Any]], dict[str, Any]]


def read_answering() -> dict[str, Answering]:
    """The public functions of the files that stand here, by form id."""
    found: dict[str, Answering] = {}
    for entry in iter_modules(__path__, f"{__name__}."):
        for name, function in getmembers(import_module(entry.name), isfunction):
            if function.__module__ == entry.name and not name.startswith("_"):
                found[name.replace("_", "-")] = function
    return found


BY_FORM: dict[str, Answering] = read_answering()
