"""Imports go down only."""

from __future__ import annotations

import pytest

from tests.architecture.source_tree import PACKAGES, ROOT, imported_names, modules

ALLOWED = {
    "bpmn": set(),
    "models": {"bpmn"},
    "services": {"models", "bpmn"},
    "adapters": {"services", "models", "bpmn"},
    "workers": {"services", "models", "bpmn"},
    "api": {"services", "models", "bpmn"},
    "engine": set(),
    "deploy": {"api", "workers", "adapters", "services", "models", "bpmn", "engine"},
}


def broken_imports(package: str, source_imports: dict[str, list[str]]) -> list[str]:
    return [
        f"{file} imports {name}"
        for file, names in source_imports.items()
        for name in names
        if (top := name.split(".")[0]) in PACKAGES and top != package and top not in ALLOWED[package]
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_floors_below(package: str) -> None:
    found = {str(path.relative_to(ROOT)): list(imported_names(path)) for path in modules(package)}
    assert found, "the folder was visited"
    assert broken_imports(package, found) == []


def test_the_check_finds_an_import_that_goes_up() -> None:
    assert broken_imports("models", {"models/x.py": ["services.outbox"]}) == [
        "models/x.py imports services.outbox"
    ]
    assert broken_imports("api", {"api/x.py": ["workers.main"]}) == ["api/x.py imports workers.main"]


def test_adapters_know_only_the_ports_of_the_services() -> None:
    """HS-27, HS-38: the port of the monitor is one of them, described once; and they were looked at."""
    used = {
        name for path in modules("adapters") for name in imported_names(path) if name.startswith("services")
    }
    assert used, "the folder was visited"
    assert {name for name in used if not name.startswith("services.ports.")} == set()


def test_only_wiring_and_what_it_was_parted_into_construct_adapters() -> None:
    for path in modules("deploy"):
        if any(name.startswith("adapters") for name in imported_names(path)):
            assert path.name in {
                "wiring.py",
                "carriers.py",
                "demo_time.py",
                "cluster.py",
                "file_stores.py",
                "identity_provider.py",
                "resources.py",
            }, path
