"""The floors of services/: which room stands on which, lowest first. A room imports rooms of lower floors only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.architecture.source_tree import ROOT, imported_modules

SERVICES = ROOT / "services"
# One room a kind of request; C15 compares them with the descriptors. What several share stands on a floor below.
ROOMS_OF_KINDS = tuple(
    sorted(
        f"beside/{path.parent.name}"
        for path in SERVICES.glob("beside/*/__init__.py")
        if path.parent.name != "sheets"
    )
)
FLOORS: tuple[tuple[str, ...], ...] = (
    ("actor", "correlation", "ports"),
    ("unit_of_work",),
    ("anchor", "forms", "identity", "office", "once", "outbox"),
    ("attempts", "clocks"),
    ("access", "accounts", "casefile"),
    ("dispatch", "evidence", "requests", "restriction", "suggestions"),
    ("case", "filing", "beside/sheets"),
    ROOMS_OF_KINDS,
    ("answer", "appointments", "groups", "incoming", "retention", "watch"),
    ("rights",),
    ("tasks",),
    ("worklist",),
    ("absence", "reconcile", "repair", "views"),
    ("extracts", "keeping", "ledger", "letters", "orders", "privacy", "staffing"),
    (
        "acts",
        "figures",
        "lists",
        "looks",
        "measures",
        "openings",
        "post",
        "prior",
        "recurrence",
        "volumes",
        "waves",
        "what_if",
    ),
    ("proposals", "resource_check", "studies", "summaries", "transfer"),
    (
        "audit",
        "bulletins",
        "deployments",
        "examples",
        "file_review",
        "health",
        "openness",
        "oversight",
        "performance",
        "signals",
        "standstill",
    ),
    ("accountability", "alerts", "board", "capacity"),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# They read their own folder, so that a file put there is an act, a kind or a task; each counts as importing all of it.
READ_THEIR_FOLDER = (
    SERVICES / "acts" / "registry.py",
    SERVICES / "extracts" / "registry.py",
    SERVICES / "requests" / "kinds" / "__init__.py",
    SERVICES / "tasks" / "registry.py",
)


def find_room(module: str, services: Path = SERVICES) -> str | None:
    """The room of a dotted module: a folder, a folder of services/beside, or a single file; None outside services."""
    parts = module.split(".")
    if parts[0] != "services" or len(parts) == 1:
        return None
    inner = "/".join(parts[1:3])
    return inner if parts[1] == "beside" and (services / inner).is_dir() else parts[1]


def list_rooms(services: Path = SERVICES) -> set[str]:
    """The rooms that stand there: every folder with modules of its own, and every file beside the folders."""
    files = [path for path in services.rglob("*.py") if path.name != "__init__.py"]
    return {room for path in files if (room := find_room(_dotted(path, services), services)) is not None}


def imports_of_rooms(services: Path = SERVICES) -> dict[str, list[str]]:
    """Modules of services/ by file, with the modules of services/ that each imports, wherever in the file."""
    return {
        _dotted(path, services): [
            *(name for name in imported_modules(path) if name.startswith("services.")),
            *(_dotted(other, services) for other in _read_by(path)),
        ]
        for path in sorted(services.rglob("*.py"))
    }


def _read_by(path: Path) -> list[Path]:
    """The files that a reader of its folder finds there."""
    if path not in READ_THEIR_FOLDER:
        return []
    return sorted(set(path.parent.glob("*.py")) - {path, path.with_name("__init__.py")})


def imports_against_the_floors(
    imports: Mapping[str, list[str]], floors: Mapping[str, int] = FLOOR_OF
) -> list[str]:
    """Imports from one room into another that does not stand below it."""
    return [
        f"{module} imports {imported}"
        for module, names in imports.items()
        for imported in names
        if (here := find_room(module)) is not None
        and (there := find_room(imported)) is not None
        and here != there
        and floors[there] >= floors[here]
    ]


def _dotted(path: Path, services: Path) -> str:
    parts = path.relative_to(services.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
