"""Units, windows and items as a workbook: sheets and columns, in Chinese like the forms, and the values in both directions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.ground.codes import UnitKind
from models.office.place_change import PlaceKind
from services.office.place_fields import (
    FIELDS,
    Directory,
    FieldKind,
    Place,
    PlaceField,
    get_owner,
    get_title,
    read_values,
)

SHEETS: Mapping[PlaceKind, str] = {
    PlaceKind.UNIT: "机构",
    PlaceKind.WINDOW: "窗口",
    PlaceKind.ITEM: "服务事项",
}
CODE = "code"
HEADINGS: Mapping[PlaceKind, Mapping[str, str]] = {
    PlaceKind.UNIT: {
        CODE: "编号",
        "name": "名称",
        "kind": "类别",
        "location": "地点",
        "head": "负责人",
        "email": "收件邮箱",
        "other_way": "另行告知方式",
    },
    PlaceKind.WINDOW: {CODE: "窗口号", "unit": "所属单位"},
    PlaceKind.ITEM: {
        CODE: "编号",
        "name": "名称",
        "unit": "所属单位",
        "promised_workdays": "承诺办理天数",
        "statutory_workdays": "法定办理天数",
        "windows": "办理窗口",
        "documents": "所需材料",
    },
}
KIND_WORDS = {
    UnitKind.INTERNAL: "中心内设",
    UnitKind.RESIDENT: "进驻单位",
    UnitKind.EXTERNAL: "外部单位",
}
_BETWEEN_SIGNS = re.compile(r"[、,，;；\s]+")
_BETWEEN_LINES = re.compile(r"[;；\r\n]+")


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One sheet of the workbook as it is handed out."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_table(known: Directory) -> list[TableSheet]:
    """What the office has now, without what is closed."""
    return [
        TableSheet(
            SHEETS[kind],
            tuple(HEADINGS[kind].values()),
            tuple(
                _write_row(row, kind, known)
                for row in sorted(known.places[kind].values(), key=lambda row: row.code)
                if row.closed_at is None
            ),
        )
        for kind in PlaceKind
    ]


def _write_row(row: Place, kind: PlaceKind, known: Directory) -> tuple[str, ...]:
    values = read_values(row, kind)
    return (row.code, *(_write_cell(field, values[field.name], known) for field in FIELDS[kind]))


def _write_cell(field: PlaceField, value: str, known: Directory) -> str:
    if field.kind is FieldKind.UNIT:
        return known.unit_name(value)
    if field.kind is FieldKind.UNIT_KIND:
        return KIND_WORDS[UnitKind(value)]
    if field.kind is FieldKind.PERSON:
        return _call_person(value, known)
    return value.replace("\n", "、" if field.kind is FieldKind.WINDOWS else "；")


def _call_person(login: str, known: Directory) -> str:
    """The name alone where nobody else bears it, else with the number of the badge."""
    person = known.people.get(login)
    if person is None:
        return ""
    alike = [other for other in known.people.values() if other.name == person.name]
    return person.name if len(alike) == 1 else f"{person.name}/{person.badge or ''}"


def read_row(kind: PlaceKind, cells: Mapping[str, str], known: Directory) -> dict[str, str]:
    """The values as a form would send them; what names nothing of the office stays as it was written and is refused later."""
    return {field.name: _read_cell(field, cells.get(field.name, ""), known) for field in FIELDS[kind]}


def _read_cell(field: PlaceField, cell: str, known: Directory) -> str:
    text = cell.strip()
    if field.kind is FieldKind.UNIT:
        return _find_unit(text, known)
    if field.kind is FieldKind.UNIT_KIND:
        return next((kind.value for kind, word in KIND_WORDS.items() if word == text), text)
    if field.kind is FieldKind.PERSON:
        return next((login for login in known.people if text and _call_person(login, known) == text), text)
    if field.kind is FieldKind.WINDOWS:
        return "\n".join(sign for sign in _BETWEEN_SIGNS.split(text) if sign)
    if field.kind is FieldKind.LINES:
        return "\n".join(line.strip() for line in _BETWEEN_LINES.split(text) if line.strip())
    return text


def _find_unit(text: str, known: Directory) -> str:
    units = known.places[PlaceKind.UNIT].values()
    return next((row.code for row in units if get_title(row) == text and row.closed_at is None), text)


def find_place_of_row(
    kind: PlaceKind, code: str, values: Mapping[str, str], known: Directory
) -> Place | None:
    """By its number; a unit or item without one by its name, and an item's unit; None for a new place."""
    if code:
        return known.places[kind].get(code.upper() if kind is PlaceKind.WINDOW else code)
    if kind is PlaceKind.WINDOW:
        return None
    alike = [
        row
        for row in known.places[kind].values()
        if get_title(row) == values["name"] and row.closed_at is None and get_owner(row) == values.get("unit")
    ]
    return alike[0] if alike else None


def find_heads(kind: PlaceKind, row: Sequence[str]) -> dict[int, str] | None:
    """Which column holds which field; None when a heading is missing, unknown or there twice."""
    names = {heading: name for name, heading in HEADINGS[kind].items()}
    written = [cell.strip() for cell in row]
    while written and not written[-1]:
        written.pop()
    if sorted(written) != sorted(names):
        return None
    return {column: names[heading] for column, heading in enumerate(written)}
