"""Each library has its place: what checks settings checks no requests, and the other way round."""

from __future__ import annotations

import pytest

from tests.architecture.source_tree import PACKAGES, ROOT, imported_names, modules

# Who may import it: settings are read from the environment by one, what people and programs send by the other (ADR 0076).
PLACES = {"pydantic": {"deploy"}, "marshmallow": {"api"}, "flask_smorest": {"api"}}


@pytest.mark.parametrize("library", PLACES)
def test_two_ways_of_checking_input_have_a_border_between_them(library: str) -> None:
    """UX-47: two validation stacks, told apart by what they read: settings, and what comes over the network."""
    found = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in modules(package)
        if any(name == library or name.startswith(f"{library}.") for name in imported_names(path))
    }
    assert found
    assert {name for name in found if name.split("/")[0] not in PLACES[library]} == set()
