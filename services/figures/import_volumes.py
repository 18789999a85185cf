"""Takes in how many transactions the office completed: a whole file or nothing of it; what it replaces stays as history."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select, tuple_, update

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.transaction_volume import TransactionVolume, VolumeImport, lock_imports
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.figures.read_volumes import MOST_BYTES, NAMED_TWICE, Places, VolumeRow, read_volumes
from services.orders.read_table import TableRefused
from services.unit_of_work import Unit, UnitOfWork

_REFUSALS = {
    "UNREADABLE": "FILE_UNREADABLE",
    "OLD_EXCEL": "OLD_EXCEL",
    "TOO_LARGE": "VOLUMES_TOO_LARGE",
    "FORMULAS": "TABLE_FORMULAS",
    "TOO_MANY_ROWS": "VOLUMES_TOO_LARGE",
    "NO_ROWS": "NO_ROWS",
    "HEADINGS": "VOLUMES_HEADINGS",
}
LAST_IMPORTS = 20
Name = TypeVar("Name", bound=Hashable)
_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: how many rows were taken in and how many earlier ones they replaced, or which are wrong."""

    rows: int
    replaced: int
    wrong: Sequence[VolumeRow] = ()


def import_volumes(content: bytes, unit_of_work: UnitOfWork, actor: Actor) -> Imported:
    """For supervisors and directors. InvalidInput on `file` where it is no such table; with a wrong row nothing is taken in.

    The rows of a unit's month take the place of all earlier ones of that unit and month. Sent twice, the second is the same.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    if not content:
        raise InvalidInput({"file": "REQUIRED"})
    digest = hashlib.sha256(content).hexdigest()
    with unit_of_work.reading() as unit:
        if (same := _find_in_force(digest, unit)) is not None:
            return Imported(same.rows, 0)
        places, today = _read_places(unit), beijing_date(unit.clock.now())
    try:
        rows = read_volumes(content[: MOST_BYTES + 1], unit_of_work.ports.workbooks.read, places, today)
    except TableRefused as refused:
        raise InvalidInput({"file": _REFUSALS[refused.code]}) from refused
    if wrong := [row for row in rows if row.faults]:
        return Imported(0, 0, wrong)
    with unit_of_work as unit:
        lock_imports(unit.session)
        # Sent twice at once: the other one may have been taken in since the first look.
        if (same := _find_in_force(digest, unit)) is not None:
            return Imported(same.rows, 0)
        done = VolumeImport(
            id=new_id(),
            by=login,
            at=unit.clock.now(),
            sha256=digest,
            rows=len(rows),
            replaced=_replace(rows, unit),
            months=sorted({row.month.isoformat() for row in rows}),
        )
        unit.session.add(done)
        unit.session.flush()
        unit.session.add_all(_as_volume(row, done.id) for row in rows)
        payload = {"import_id": done.id, "rows": done.rows, "replaced": done.replaced, "months": done.months}
        unit.trail.add(None, "transactions.imported", {**payload, "sha256": digest}, actor)
        return Imported(done.rows, done.replaced)


def _find_in_force(digest: str, unit: Unit) -> VolumeImport | None:
    """The same file taken in before, of which nothing was replaced since."""
    replaced = select(TransactionVolume.import_id).where(TransactionVolume.replaced_at.is_not(None))
    query = select(VolumeImport).where(VolumeImport.sha256 == digest, VolumeImport.id.not_in(replaced))
    return unit.session.scalars(query.order_by(VolumeImport.at.desc())).first()


def list_imports(unit_of_work: UnitOfWork, actor: Actor) -> list[VolumeImport]:
    """The last ones, the newest first."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        query = select(VolumeImport).order_by(VolumeImport.at.desc(), VolumeImport.id).limit(LAST_IMPORTS)
        rows = list(unit.session.scalars(query))
        unit.session.expunge_all()
    return rows


def _read_places(unit: Unit) -> Places:
    """Closed ones too: what they completed before was completed. A name that two of them have is nobody's."""
    units = list(unit.session.execute(select(OrganisationUnit.code, OrganisationUnit.name)))
    windows = unit.session.execute(select(ServiceWindow.code, ServiceWindow.unit))
    items = list(unit.session.execute(select(ServiceItem.code, ServiceItem.unit, ServiceItem.name)))
    return Places(
        units=_by_name(units) | {code: code for code, _ in units},
        windows={code: of for code, of in windows},
        items={code: of for code, of, _ in items},
        items_of=_by_name((code, (of, name)) for code, of, name in items),
    )


def _by_name(named: Iterable[tuple[str, Name]]) -> dict[Name, str]:
    """The code of each name; NAMED_TWICE where there are two."""
    found: dict[Name, str] = {}
    for code, name in named:
        found[name] = NAMED_TWICE if name in found else code
    return found


def _replace(rows: Sequence[VolumeRow], unit: Unit) -> int:
    """How many rows of the same units and months were in force until now."""
    told = sorted({(row.unit, row.month) for row in rows})
    replaced = 0
    for begin in range(0, len(told), _AT_ONCE):
        done = unit.session.execute(
            update(TransactionVolume)
            .where(
                TransactionVolume.replaced_at.is_(None),
                tuple_(TransactionVolume.unit, TransactionVolume.month).in_(told[begin : begin + _AT_ONCE]),
            )
            .values(replaced_at=unit.clock.now())
        )
        replaced += done.rowcount  # type: ignore[attr-defined]  # of an UPDATE
    return replaced


def _as_volume(row: VolumeRow, import_id: str) -> TransactionVolume:
    return TransactionVolume(
        id=new_id(),
        import_id=import_id,
        unit=row.unit,
        window=row.window,
        item=row.item,
        month=row.month,
        number=row.number,
    )
