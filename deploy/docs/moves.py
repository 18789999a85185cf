"""Which service moves a stage, opens a clock or stops one, read from the sources of services/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERVICES = Path(__file__).resolve().parents[2] / "services"
_CALLS = {"move_stage": "Stage", "OpenClock": "ClockKind", "stop_running_clock": "ClockKind"}


@dataclass(frozen=True, slots=True)
class Move:
    """`module` calls `call` for the member (name in capitals) of Stage or ClockKind."""

    module: str
    call: str
    member: str


def list_moves() -> list[Move]:
    """Every such call; a kind that comes from the loop of a comprehension counts for each of its values."""
    return [move for path in sorted(SERVICES.rglob("*.py")) for move in _moves_of(path)]


def _moves_of(path: Path) -> Iterator[Move]:
    module = path.relative_to(SERVICES.parent).as_posix()
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _members(module, node, [*node.args, *(word.value for word in node.keywords)])
        elif isinstance(node, ast.DictComp | ast.ListComp):
            sources: list[ast.expr] = [generator.iter for generator in node.generators]
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    yield from _members(module, call, sources)


def _members(module: str, call: ast.Call, where: list[ast.expr]) -> Iterator[Move]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    enum = _CALLS.get(name)
    for part in where:
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == enum:
                yield Move(module, name, node.attr)
