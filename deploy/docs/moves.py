"""Which service moves a stage, opens a clock or stops one, read from the sources of services/."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.case.lifecycle import ClockKind
from services.requests.kinds import KINDS

SERVICES = Path(__file__).resolve().parents[2] / "services"
_CALLS = {"move_stage": "Stage", "OpenClock": "ClockKind", "stop_running_clock": "ClockKind"}
# A request opens the first limit of its kind and stops its own clocks; which those are follows from room and column.
_OPENING = {
    name.upper(): kind.clocks[kind.opening_column] for name, kind in KINDS.items() if kind.opening_column
}
_OWN_CLOCKS = {
    (kind.room or name, column): clock
    for name, kind in KINDS.items()
    for column, clock in kind.clocks.items()
}


@dataclass(frozen=True, slots=True)
class Move:
    """`module` calls `call` for the member (name in capitals) of Stage or ClockKind."""

    module: str
    call: str
    member: str


def list_moves() -> list[Move]:
    """Every such call; where the kind comes from elsewhere in the file, it counts for each kind that is named there."""
    return [move for path in sorted(SERVICES.rglob("*.py")) for move in _moves_of(path)]


def _moves_of(path: Path) -> Iterator[Move]:
    module = path.relative_to(SERVICES.parent).as_posix()
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        name = _name_of(call)
        if name == "stop_own_clock":
            yield from _own_clock(module, call)
        elif name == "meet_return_limits":
            yield Move(module, "stop_own_clock", ClockKind.SEND_AGAIN.name)
        elif name == "meet_defect_limit":
            yield Move(module, "stop_own_clock", ClockKind.FILE_DEFECT.name)
        elif name == "NewRequest":
            yield from _opening_clock(module, call)
        elif name in _CALLS:
            members = _members(call, name)
            for member in members or _members_elsewhere(tree, calls, name):
                yield Move(module, name, member)


def _name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _members(part: ast.AST, name: str) -> list[str]:
    return [
        node.attr
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == _CALLS[name]
    ]


def _members_elsewhere(tree: ast.Module, calls: list[ast.Call], name: str) -> list[str]:
    told = [member for call in calls if _name_of(call) in _CALLS for member in _members(call, name)]
    described = [member for call in calls if _name_of(call) == "UserTask" for member in _members(call, name)]
    return sorted((Counter(_members(tree, name)) - Counter(described)).keys() - set(told))


def _own_clock(module: str, call: ast.Call) -> Iterator[Move]:
    column = call.args[0]
    if isinstance(column, ast.Attribute):
        clock = _OWN_CLOCKS[module.split("/")[-2], column.attr]
        yield Move(module, "stop_own_clock", clock.name)


def _opening_clock(module: str, call: ast.Call) -> Iterator[Move]:
    if (clock := _OPENING.get(ast.unparse(call.args[0]))) is not None:
        yield Move(module, "OpenClock", clock.name)
