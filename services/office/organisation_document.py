"""The organisation's document: its fields as typed values, refused with every fault by path."""

from dataclasses import dataclass
from typing import Any

from models.ground.checklist_codes import GENERAL, ChecklistPart
from models.ground.errors import InvalidInput
from services.office.item_checklists import find_faults, tidy_parts

_REQUIRED = {
    "units": ("code", "name", "kind"),
    "external_units": ("code", "name"),
    "service_items": ("code", "unit", "name"),
    "staff": ("login", "name", "unit", "roles"),
    "declared_relations": ("staff", "relation", "subject_type", "subject", "declared_on", "expected"),
    "complaint_routes": (),
    "checklists": ("item", "parts"),
}

Row = dict[str, Any]  # Any: JSON border


@dataclass(frozen=True, slots=True)
class OrganisationDocument:
    """A checked document: every reference inside of it leads somewhere."""

    centre: Row
    units: tuple[Row, ...]
    external_units: tuple[Row, ...]
    service_items: tuple[Row, ...]
    staff: tuple[Row, ...]
    declared_relations: tuple[Row, ...]
    complaint_routes: tuple[Row, ...]
    checklists: tuple[Row, ...]


def parse_organisation(document: Row) -> OrganisationDocument:
    """Check and take the parts; InvalidInput names each missing field and dangling reference by its path."""
    faults: dict[str, str] = {}
    centre = document.get("centre")
    if not isinstance(centre, dict) or not centre.get("code") or not centre.get("business_hours"):
        faults["centre"] = "code, name and business_hours are needed"
    parts = {name: tuple(document.get(name) or ()) for name in _REQUIRED}
    for name, fields in _REQUIRED.items():
        for number, row in enumerate(parts[name]):
            missing = [field for field in fields if row.get(field) in (None, "")]
            if missing:
                faults[f"{name}.{number}"] = f"missing: {', '.join(missing)}"
    if not faults:
        faults = _dangling(parts)
    if faults:
        raise InvalidInput(faults)
    return OrganisationDocument(centre=dict(centre or {}), **parts)


@dataclass(frozen=True, slots=True)
class _Known:
    """What other rows of the document may name."""

    units: set[str]
    windows: set[str]
    logins: set[str]


def _dangling(parts: dict[str, tuple[Row, ...]]) -> dict[str, str]:
    known = _Known(
        units={row["code"] for row in parts["units"]},
        windows={window for row in parts["units"] for window in row.get("windows") or ()},
        logins={row["login"] for row in parts["staff"]},
    )
    faults: dict[str, str] = {}
    for number, row in enumerate(parts["staff"]):
        faults |= _dangling_of_staff(f"staff.{number}", row, known)
    for number, row in enumerate(parts["service_items"]):
        if row["unit"] not in known.units:
            faults[f"service_items.{number}.unit"] = f"no unit {row['unit']}"
    for number, row in enumerate(parts["declared_relations"]):
        if row["staff"] not in known.logins:
            faults[f"declared_relations.{number}.staff"] = f"no member of staff {row['staff']}"
    outside = {row["code"] for row in parts["external_units"]}
    for number, row in enumerate(parts["complaint_routes"]):
        faults |= _faults_of_route(f"complaint_routes.{number}", row, known, outside)
    items = {GENERAL, *(row["code"] for row in parts["service_items"])}
    for number, row in enumerate(parts["checklists"]):
        faults |= _faults_of_checklist(f"checklists.{number}", row, items)
    return faults


def _faults_of_checklist(path: str, row: Row, items: set[str]) -> dict[str, str]:
    """A list is of one item or of all, and has the parts that a page would ask for."""
    if row["item"] not in items:
        return {f"{path}.item": f"no service item {row['item']}"}
    parts = row["parts"]
    if not isinstance(parts, dict) or not all(isinstance(words, str) for words in parts.values()):
        return {f"{path}.parts": "a text for each part is needed"}
    unknown = {f"{path}.parts.{name}": "no such part" for name in parts.keys() - set(ChecklistPart)}
    faults = find_faults(tidy_parts(parts), is_whole=row["item"] == GENERAL)
    return unknown | {f"{path}.parts.{name}": code for name, code in faults.items()}


def _faults_of_route(path: str, row: Row, known: _Known, outside: set[str]) -> dict[str, str]:
    """A route is about one unit or some people, and either somebody handles it here or somebody passes it on."""
    places = {
        "about_unit": ([row.get("about_unit")], known.units),
        "about_staff": (row.get("about_staff") or (), known.logins),
        "handled_by": ([row.get("handled_by")], known.units),
        "approver": ([row.get("approver")], known.logins),
        "return_visit_by": ([row.get("return_visit_by")], known.logins),
        "passed_on_by": ([row.get("passed_on_by")], known.logins),
        "superior": ([row.get("superior")], outside),
    }
    faults = {
        f"{path}.{field}": f"no {code}"
        for field, (codes, there) in places.items()
        for code in codes
        if code is not None and code not in there
    }
    if not (row.get("about_unit") or row.get("about_staff")):
        faults[path] = "missing: about_unit or about_staff"
    is_whole = (row.get("handled_by") and row.get("approver")) or (
        row.get("passed_on_by") and row.get("superior")
    )
    if not is_whole:
        faults[path] = "missing: handled_by and approver, or passed_on_by and superior"
    return faults


def _dangling_of_staff(path: str, row: Row, known: _Known) -> dict[str, str]:
    faults: dict[str, str] = {}
    if row["unit"] not in known.units:
        faults[f"{path}.unit"] = f"no unit {row['unit']}"
    for field in ("reports_to", "deputy"):
        if row.get(field) is not None and row[field] not in known.logins:
            faults[f"{path}.{field}"] = f"no member of staff {row[field]}"
    for entry in row.get("roster") or ():
        if entry["window"] not in known.windows:
            faults[f"{path}.roster"] = f"no window {entry['window']}"
    return faults
