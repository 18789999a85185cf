"""An administrator takes over a table of units, windows and items: a look at what each row would do, then all of it once."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.office.place_change import PlaceKind
from models.office.place_import import PlaceImport
from services.actor import Actor, require_role
from services.office.change_place import (
    ChangePlace,
    apply_change,
    find_faults_of_reason,
    make_place,
)
from services.office.place_fields import (
    FIELDS,
    Directory,
    Place,
    check_sign,
    check_values,
    read_directory,
    read_values,
    show_value,
)
from services.office.place_table import (
    CODE,
    SHEETS,
    TableSheet,
    find_heads,
    find_place_of_row,
    read_row,
    write_table,
)
from services.ports.workbooks import Sheet, WorkbookRefused
from services.unit_of_work import UnitOfWork

MOST_BYTES = 2 * 1024 * 1024
_REFUSALS = {
    "UNREADABLE": "TABLE_UNREADABLE",
    "TOO_LARGE": "TABLE_TOO_LARGE",
    "FORMULAS": "TABLE_FORMULAS",
}


class Verdict(StrEnum):
    """What becomes of a row."""

    WRONG = "wrong"
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """`line` as a spreadsheet counts; `changes` by field as people read them; `faults` by field."""

    kind: PlaceKind
    line: int
    verdict: Verdict
    code: str
    version: int
    title: str
    values: Mapping[str, str]
    changes: Mapping[str, tuple[str, str]]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What all rows do together; `mark` is another whenever anything of it is."""

    import_id: str
    rows: tuple[PlannedRow, ...]
    counts: Mapping[str, int]
    mark: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ConfirmImport:
    """`mark` is that of the plan that was looked at."""

    import_id: str
    mark: str
    reason: str


def write_current_table(unit_of_work: UnitOfWork, actor: Actor) -> list[TableSheet]:
    """What there is now, to be changed and uploaded again. NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        return write_table(read_directory(unit))


def receive_table(content: bytes, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Keep the cells of an upload to look at; its id. Nothing of the office changes.

    NotPermitted for who is no administrator; InvalidInput on `file` for what cannot be read as such a table; Crowded.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    if not content:
        raise InvalidInput({"file": "REQUIRED"})
    if len(content) > MOST_BYTES:
        raise InvalidInput({"file": "TABLE_TOO_LARGE"})
    try:
        sheets = unit_of_work.ports.workbooks.read(content)
    except WorkbookRefused as refused:
        raise InvalidInput({"file": _REFUSALS[refused.code]}) from refused
    _check_sheets(sheets)
    with unit_of_work as unit:
        row = PlaceImport(
            id=new_id(), by=login, at=unit.clock.now(), sheets=[asdict(sheet) for sheet in sheets]
        )
        unit.session.add(row)
        return row.id


def _check_sheets(sheets: Sequence[Sheet]) -> None:
    names = [sheet.name.strip() for sheet in sheets]
    if set(names) - set(SHEETS.values()) or not names:
        raise InvalidInput({"file": "TABLE_SHEETS"})
    for kind, name in SHEETS.items():
        for sheet in sheets:
            if sheet.name.strip() == name and (not sheet.rows or find_heads(kind, sheet.rows[0]) is None):
                raise InvalidInput({"file": "TABLE_HEADINGS"}, facts={"file": {"sheet": name}})


def read_plan(import_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ImportPlan:
    """What it would do to the office as it is now. NotPermitted, NotFound."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        row = unit.session.get(PlaceImport, import_id)
        if row is None:
            raise NotFound
        return _plan(row, read_directory(unit))


def confirm_import(command: ConfirmImport, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """All rows or none, once. NotPermitted, NotFound; InvalidInput on `reason`, or where a row is wrong.

    Conflict when it was taken over before or would no longer do what was looked at.
    """
    require_role(actor, Role.ADMINISTRATOR)
    if faults := find_faults_of_reason(command.reason):
        raise InvalidInput(faults)
    with unit_of_work as unit:
        row = unit.session.get(PlaceImport, command.import_id)
        if row is None:
            raise NotFound
        plan = _plan(row, read_directory(unit))
        if row.confirmed_at is not None or plan.mark != command.mark:
            raise Conflict
        if plan.counts.get(Verdict.WRONG):
            raise InvalidInput({"file": "ROWS_WRONG"})
        row.confirmed_at = unit.clock.now()
        known = read_directory(unit)
        for planned in plan.rows:
            if planned.verdict is not Verdict.SAME:
                code = planned.code if planned.version or planned.kind is PlaceKind.WINDOW else ""
                change = ChangePlace(planned.kind, code, planned.version, planned.values, command.reason)
                apply_change(change, known, unit, actor)
        unit.trail.add(None, "organisation.imported", {"import_id": row.id, **plan.counts}, actor)


def _plan(row: PlaceImport, known: Directory) -> ImportPlan:
    # What a row adds is known to the rows after it, and to nothing else.
    known = Directory({kind: dict(places) for kind, places in known.places.items()}, known.people)
    rows: list[PlannedRow] = []
    for kind, name in SHEETS.items():
        for sheet in row.sheets:
            if sheet["name"].strip() == name:
                rows.extend(_plan_sheet(kind, sheet["rows"], known))
    told = json.dumps([asdict(planned) for planned in rows], sort_keys=True)
    return ImportPlan(
        import_id=row.id,
        rows=tuple(rows),
        counts=Counter(planned.verdict.value for planned in rows),
        mark=hashlib.sha256(told.encode()).hexdigest(),
        is_confirmed=row.confirmed_at is not None,
    )


def _plan_sheet(kind: PlaceKind, rows: Sequence[Sequence[str]], known: Directory) -> Iterator[PlannedRow]:
    heads = find_heads(kind, rows[0]) or {}
    seen: set[str] = set()
    for line, cells in enumerate(rows[1:], 2):
        written = {name: cells[column] for column, name in heads.items() if column < len(cells)}
        if any(cell.strip() for cell in cells):
            planned = _plan_row(kind, written, known)
            faults = {CODE: "ROW_TWICE"} if planned.code and planned.code in seen else {}
            seen.add(planned.code)
            verdict = Verdict.WRONG if faults else planned.verdict
            yield replace(planned, line=line, verdict=verdict, faults={**planned.faults, **faults})


def _plan_row(kind: PlaceKind, cells: Mapping[str, str], known: Directory) -> PlannedRow:
    code = cells.get(CODE, "").strip()
    values = read_row(kind, cells, known)
    now = find_place_of_row(kind, code, values, known)
    faults: dict[str, str] = {}
    made: dict[str, object] = {}
    try:
        if now is None and kind is PlaceKind.WINDOW:
            code = check_sign(code, known)
        elif now is None and code:
            faults[CODE] = "NO_SUCH_NUMBER"
        made = check_values(kind, values, known, now)
    except InvalidInput as refused:
        faults |= refused.errors
    before = read_values(now, kind) if now is not None else {}
    place = now
    if not faults and now is None:
        place = make_place(kind, code, known)
        for name, value in made.items():
            setattr(place, name, value)
        known.places[kind][place.code] = place
    changes = {
        field.name: (
            show_value(field, before.get(field.name, ""), known),
            show_value(field, values[field.name], known),
        )
        for field in FIELDS[kind]
        if before.get(field.name, "") != values[field.name]
    }
    return PlannedRow(
        kind=kind,
        line=0,
        verdict=_judge(now, changes, faults),
        code=place.code if place is not None else code,
        version=now.version if now is not None else 0,
        title=values.get("name") or code,
        values=values,
        changes=changes,
        faults=faults,
    )


def _judge(now: Place | None, changes: Mapping[str, tuple[str, str]], faults: Mapping[str, str]) -> Verdict:
    if faults:
        return Verdict.WRONG
    if now is None:
        return Verdict.ADDED
    return Verdict.CHANGED if changes else Verdict.SAME
