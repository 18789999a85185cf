"""How many transactions the office had in the months of a past, so that there are rates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from deploy.history.writing import Past
from models.office.transaction_volume import TransactionVolume, VolumeImport, lock_imports
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory

_WORKDAYS_A_MONTH = 21


def enter_volumes(past: Past, make_unit: UnitFactory) -> None:
    """Once: as one table that was taken in, a row by item and month; months that the office has are left as they are."""
    import_id = past.asked.id_of("volumes")
    with make_unit() as unit:
        lock_imports(unit.session)
        if unit.session.get(VolumeImport, import_id) is not None:
            return
        query = select(TransactionVolume.unit, TransactionVolume.month)
        found = unit.session.execute(query.where(TransactionVolume.replaced_at.is_(None)))
        there = {(of, month) for of, month in found}
        rows = [row for row in _list_rows(past, import_id) if (row["unit"], row["month"]) not in there]
        months = sorted({row["month"].isoformat() for row in rows})
        digest = hashlib.sha256(past.asked.told().encode()).hexdigest()
        done = VolumeImport(id=import_id, by=SYSTEM.name, at=unit.clock.now(), sha256=digest)
        done.rows, done.replaced, done.months = len(rows), 0, months
        unit.session.add(done)
        unit.session.flush()
        if rows:
            unit.session.execute(insert(TransactionVolume), rows)
        payload = {"import_id": import_id, "rows": len(rows), "replaced": 0, "months": months}
        unit.trail.add(None, "transactions.imported", {**payload, "sha256": digest}, SYSTEM)


def _list_rows(past: Past, import_id: str) -> Iterator[dict[str, Any]]:  # Any: columns
    dice = past.asked.dice("volumes")
    year, month = past.asked.first.year, past.asked.first.month
    while date(year, month, 1) <= past.asked.until:
        for item in past.places.items:
            a_day = past.plan.busy[item.code]
            yield {
                "id": f"{dice.getrandbits(128):032x}",
                "import_id": import_id,
                "unit": item.unit,
                "window": None,
                "item": item.code,
                "month": date(year, month, 1),
                "number": max(1, round(a_day * _WORKDAYS_A_MONTH * dice.uniform(0.85, 1.15))),
                "replaced_at": None,
            }
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
