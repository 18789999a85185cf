"""The parts by name, one module each. A module put here that holds a Part is one; nothing lists them."""

from functools import cache
from importlib import import_module
from inspect import getmembers
from pkgutil import iter_modules

from services.extracts.part import Part
from services.tasks.extract import Extract


@cache
def read_parts() -> dict[Extract, Part]:
    """Those of the modules that stand in this room."""
    found: dict[Extract, Part] = {}
    package = import_module(__name__.rpartition(".")[0])
    for entry in iter_modules(package.__path__, f"{package.__name__}."):
        if entry.name != __name__:
            held = getmembers(import_module(entry.name), lambda name: isinstance(name, Part))
            found |= {part.name: part for _, part in held}
    return found
