"""What tells two items of one case apart: which request they are of, and about which matters and which unit (UX-33)."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, String, cast, literal, null, select, union_all

from models.case.lifecycle import ClockKind
from models.case.reviewed_file import FileDefect
from models.clock.clock import Clock
from services.office.unit_options import map_unit_names
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class DueSubject:
    """The request's kind and its number among those of the case, the matters by number and the unit's name.

    An order of a file review has its id in `order_id` and no number.
    """

    request_kind: str
    no: int | None
    matter_nos: tuple[int, ...]
    unit_name: str | None
    order_id: str | None = None


def map_subjects(keys: Collection[str], unit: Unit) -> dict[str, DueSubject]:
    """By the key of the item: the limit that a request or an order opened, or the request whose window it is.

    Two statements.
    """
    parts = [part for kind in KINDS.values() for part in _parts(kind, keys)]
    parts.append(_orders(keys))
    rows = unit.session.execute(union_all(*parts)).all()
    names = map_unit_names(unit) if any(row[5] for row in rows) else {}
    return {
        key: DueSubject(kind, no, _matters(one, several), names.get(unit_code or ""), order_id)
        for key, kind, no, one, several, unit_code, order_id in rows
    }


def _orders(keys: Collection[str]) -> Select[Any]:
    """Which order of a file review a limit is of, and the unit that has it: not the one that handled the case."""
    no_number: list[Any] = [cast(null(), Integer), cast(null(), Integer), cast(null(), String)]
    return (
        select(
            Clock.id, literal(ClockKind.FILE_DEFECT, String), *no_number, FileDefect.unit_code, FileDefect.id
        )
        .join(FileDefect, FileDefect.id == Clock.subject_id)
        .where(Clock.id.in_(keys), Clock.kind == ClockKind.FILE_DEFECT)
    )


def _parts(kind: RequestKind, keys: Collection[str]) -> list[Select[Any]]:
    """One query for each limit that the kind opens, and one for its windows."""
    table = kind.table
    columns = [getattr(table, column) for column in kind.clocks]
    columns += [table.id] if kind.windows else []
    one = cast(table.matter_no, Integer) if hasattr(table, "matter_no") else cast(null(), Integer)
    has_several = "matter_nos" in table.__table__.columns  # type: ignore[attr-defined]  # each kind is a table
    several = cast(table.matter_nos, String) if has_several else cast(null(), String)
    code = getattr(table, kind.unit_column) if kind.unit_column else cast(null(), String)
    return [
        select(column, literal(kind.name, String), table.no, one, several, code, cast(null(), String)).where(
            column.in_(keys)
        )
        for column in columns
    ]


def _matters(one: int | None, several: str | None) -> tuple[int, ...]:
    if one is not None:
        return (one,)
    listed = json.loads(several) if several else None
    return tuple(int(no) for no in listed) if isinstance(listed, list) else ()
