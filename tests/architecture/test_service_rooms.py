"""Inside services/ imports go down only, room by room (HS-1, HS-36)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.service_rooms import (
    FLOOR_OF,
    FLOORS,
    READ_THEIR_FOLDER,
    ROOMS_OF_KINDS,
    SERVICES,
    find_room,
    imports_against_the_floors,
    imports_of_rooms,
    list_rooms,
)
from tests.architecture.source_tree import ROOT, imported_modules, imported_names, modules


def test_every_room_has_its_floor_and_every_row_its_room() -> None:
    """HS-36."""
    assert list_rooms() == set(FLOOR_OF)
    assert sum(len(rooms) for rooms in FLOORS) == len(FLOOR_OF), "no room stands on two floors"


def test_every_file_of_every_room_is_visited() -> None:
    imports = imports_of_rooms()
    assert len(imports) == len(modules("services"))
    visited = {find_room(module) for module, names in imports.items() if names}
    assert set(FLOOR_OF) - visited <= {"actor", "correlation", "ports"}, (
        "only the ground floor imports no other room"
    )


def test_a_room_imports_only_rooms_of_lower_floors() -> None:
    """HS-1, HS-22: a use case in a wrong home reaches up for what it needs."""
    assert imports_against_the_floors(imports_of_rooms()) == []


def test_no_import_is_relative_or_of_a_package_as_a_whole() -> None:
    """Both would pass by the table of floors."""
    relative = [str(path) for path in modules("services") if "from ." in path.read_text("utf-8")]
    rooms = {f"services.{room.replace('/', '.')}" for room in FLOOR_OF if (SERVICES / room).is_dir()}
    whole = [
        f"{module} imports {name}"
        for module, names in imports_of_rooms().items()
        for name in names
        if name in rooms | {"services", "services.beside"}
    ]
    assert relative == [] and whole == []


@pytest.mark.parametrize(
    "source",
    [
        "from services.worklist.submit_task import submit_task\n",
        "from services.worklist import submit_task\n",
        "import services.worklist.submit_task\n",
        "def late() -> None:\n    from services.worklist.submit_task import submit_task\n",
        "if TYPE_CHECKING:\n    from services.worklist.submit_task import SubmitTask\n",
    ],
)
def test_a_planted_import_that_goes_up_is_found(source: str, tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(source)
    found = imports_against_the_floors({"services.clocks.planted": imported_modules(planted)})
    assert found == ["services.clocks.planted imports services.worklist.submit_task"]


def test_planted_imports_of_a_neighbour_and_of_a_room_without_floor_are_found() -> None:
    sideways = {"services.beside.review.planted": ["services.beside.recusal.decide"]}
    assert imports_against_the_floors(sideways) == [
        "services.beside.review.planted imports services.beside.recusal.decide"
    ]
    with pytest.raises(KeyError):
        imports_against_the_floors({"services.clocks.planted": ["services.attic.planted"]})


def test_planted_rooms_are_seen(tmp_path: Path) -> None:
    services = tmp_path / "services"
    for file in (
        "attic/old.py",
        "attic/__init__.py",
        "beside/toy/open_toy.py",
        "beside/__init__.py",
        "outbox.py",
    ):
        (services / file).parent.mkdir(parents=True, exist_ok=True)
        (services / file).write_text('"""A planted file."""\n')
    assert list_rooms(services) == {"attic", "beside/toy", "outbox"}


def test_no_service_imports_by_name_of_a_string() -> None:
    """Such an import would be seen by no walk of the sources but by those that know who reads a folder."""
    hidden = [
        path
        for path in modules("services")
        if "importlib" in set(imported_names(path)) or "__import__" in path.read_text("utf-8")
    ]
    assert hidden == list(READ_THEIR_FOLDER)


def test_the_guide_for_newcomers_names_every_floor_and_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| 2\.(\d+) \| ([^|]+) \|", text, flags=re.MULTILINE)
    told = {int(number): set(re.findall(r"`([a-z_/<>]+)`", rooms)) for number, rooms in rows}
    assert told == {
        number: {"beside/<kind>"} if rooms is ROOMS_OF_KINDS else set(rooms)
        for number, rooms in enumerate(FLOORS, start=1)
    }


def test_who_reads_a_folder_counts_as_importing_all_of_it() -> None:
    imports = imports_of_rooms()
    assert "services.tasks.record_findings" in imports["services.tasks.registry"]
    assert "services.requests.kinds.review" in imports["services.requests.kinds"]
