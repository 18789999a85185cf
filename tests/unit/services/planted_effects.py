"""Complaints of several years about one unit, item and problem type, put into tables as rows alone, with what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import insert

from models.case.matter import Matter
from models.ground.codes import Category, Finding
from models.ground.ids import new_id
from models.ground.matter_codes import MatterKind
from tests.full_office import FullOffice
from tests.unit.services.past_of_an_office import Came, take_in

TYPE = Category.REPEATED_MATERIALS
UNIT, ITEM = "RS", "RS-001"


def plant(
    office: FullOffice, came: Iterable[Came], finding: Finding | None = Finding.SUBSTANTIATED
) -> list[str]:
    """Their ids; one matter each, found as said."""
    rows = list(came)
    ids = take_in(office, rows)
    with office.unit_of_work() as unit:
        matters = [
            {
                "id": new_id(),
                "complaint_id": complaint_id,
                "no": 1,
                "text": "同一份材料要求补交多次",
                "is_reworded": False,
                "kind": MatterKind.COMPLAINT,
                "category": one.category,
                "category_found": one.category,
                "finding": finding,
                "cited_evidence": [],
                "settled": False,
                "disposals": [],
            }
            for complaint_id, one in zip(ids, rows, strict=True)
        ]
        unit.session.execute(insert(Matter), matters)
    return ids


def spread(first: date, last: date, number: int, **of: object) -> list[Came]:
    """So many complaints over these days, evenly; about the unit, item and type above where `of` says no other."""
    days = (last - first).days + 1
    about: Mapping[str, object] = {"category": TYPE, "unit": UNIT, "item": ITEM, **of}
    return [Came(first + timedelta(days=no * days // number), **about) for no in range(number)]  # type: ignore[arg-type]  # fields of the class by name
