"""Which service moves a stage, opens a clock or stops one, read from the sources of services/."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERVICES = Path(__file__).resolve().parents[2] / "services"
_CALLS = {"move_stage": "Stage", "OpenClock": "ClockKind", "stop_running_clock": "ClockKind"}
# A request stops its own clock; which kind that is follows from the column, and where it is `own_clock_id` from the folder.
_OWN_CLOCKS = {
    "recusal.own_clock_id": "RECUSAL",
    "rectification.own_clock_id": "RECTIFICATION",
    "review.own_clock_id": "REVIEW",
    "discipline.own_clock_id": "DISCIPLINARY_TRANSFER",
    "referral.sign_off_clock_id": "REFERRAL_SIGN_OFF",
    "referral.arbitration_clock_id": "REFERRAL_ARBITRATION",
    "referral.result_clock_id": "REFERRAL_RESULT",
    "extension.own_clock_id": "EXTENSION",
    "supervision.own_clock_id": "SUPERVISION",
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
        yield Move(module, "stop_own_clock", _OWN_CLOCKS[f"{module.split('/')[-2]}.{column.attr}"])
