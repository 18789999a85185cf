"""No two folders of the engine import each other."""

from __future__ import annotations

import inspect
from pathlib import Path

from engine.elements.processor import Processor
from tests.architecture.folder_order import imports_of, places_of, upward_imports
from tests.architecture.source_tree import ROOT, imported_modules

# Lowest first; modules beside the folders count like folders of one.
ORDER = (
    "errors",
    "listed",
    "keys",
    "start_refused",
    "access",
    "settings",
    "collector",
    "feel",
    "model",
    "clock",
    "dmn",
    "state",
    "core",
    "behaviours",
    "elements",
    "processing",
    "runtime",
    "gateway",
    "rest",
    "server",
    "__main__",
)


def test_imports_between_the_folders_of_the_engine_go_down() -> None:
    """HS-18, HS-39: behaviours, elements and processing stand one above the other."""
    imports = imports_of("engine")
    assert places_of("engine", imports) == set(ORDER)
    assert len(imports) > 200
    assert upward_imports("engine", ORDER, imports) == []


def test_the_two_faces_of_the_engine_do_not_know_each_other() -> None:
    imports = imports_of("engine")
    for face, other in (("engine.gateway", "engine.rest"), ("engine.rest", "engine.gateway")):
        names = [name for module, found in imports.items() if module.startswith(face) for name in found]
        assert names
        assert [name for name in names if name.startswith(other)] == []


def test_a_planted_import_that_goes_up_is_found() -> None:
    planted = imports_of("engine") | {"engine.behaviours.tokens": ["engine.elements.registry"]}
    assert upward_imports("engine", ORDER, planted) == [
        "engine.behaviours.tokens imports engine.elements.registry"
    ]


def test_an_import_under_type_checking_or_in_a_function_counts(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.py"
    hidden.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from engine.elements import registry\n"
        "def late() -> None:\n    import engine.processing.core\n"
    )
    found = upward_imports("engine", ORDER, {"engine.behaviours.flows": imported_modules(hidden)})
    assert found == [
        "engine.behaviours.flows imports engine.elements.registry",
        "engine.behaviours.flows imports engine.processing.core",
    ]


def test_the_folders_of_the_engine_are_those_on_the_disk() -> None:
    on_disk = {
        path.name for path in (ROOT / "engine").iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert on_disk <= set(ORDER)


def test_every_step_of_a_processor_says_what_it_may_do_and_what_follows() -> None:
    """HS-30."""
    steps = [item for name, item in vars(Processor).items() if inspect.isfunction(item) and name[0] != "_"]
    assert len(steps) == 9
    silent = [
        step.__name__
        for step in steps
        if not all(word in (step.__doc__ or "") for word in ("Possible actions:", "Next:"))
    ]
    assert silent == []
