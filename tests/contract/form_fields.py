"""Walks the answered fields of a form schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def fields(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every answered field with its path, rows of a list as `list[].key`."""
    for component in node.get("components", []):
        if "key" in component:
            yield f"{path}{component['key']}", component
        inner = f"{path}{component['path']}[]." if component.get("path") else path
        yield from fields(component, inner)
