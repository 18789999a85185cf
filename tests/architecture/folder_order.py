"""Order inside a package: which of its folders and loose modules imports which, wherever in a file it does so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.architecture.source_tree import ROOT, imported_modules, modules


def place_of(package: str, module: str) -> str:
    """The folder of a module below its package, or the module itself where it stands loose."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else package


def module_name(path: Path) -> str:
    """The dotted name of a file of the repository; a folder's own file is named like the folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(package: str) -> dict[str, list[str]]:
    """What each module of a package imports, under TYPE_CHECKING and inside functions too."""
    return {module_name(path): imported_modules(path) for path in modules(package)}


def places_of(package: str, imports: Mapping[str, Sequence[str]]) -> set[str]:
    """Every folder and loose module of a package that was visited."""
    return {place_of(package, module) for module in imports if module != package}


def upward_imports(package: str, order: Sequence[str], imports: Mapping[str, Sequence[str]]) -> list[str]:
    """Imports that do not go down in `order` (lowest first), and places that the order does not name."""
    level = {place: number for number, place in enumerate(order)}
    found = {f"{place} has no place in the order" for place in places_of(package, imports) - set(order)}
    for module, names in imports.items():
        here = place_of(package, module)
        above = {place for place in level if place != here and level[place] >= level.get(here, len(order))}
        found |= {
            f"{module} imports {name}"
            for name in names
            if name.split(".")[0] == package and place_of(package, name) in above
        }
    return sorted(found)
