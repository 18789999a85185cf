"""Files that were destroyed and that a database restored from an older backup brings back; found, and destroyed again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.vault.destroyed_list import DestroyedFile, read_destroyed
from services.keeping.empty_file import empty_file, list_objects
from services.unit_of_work import Unit, UnitFactory

CASES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """`day` and `list_number` say when and by which list it was destroyed; `is_open`: here its case is not even closed."""

    complaint_id: str
    number: str
    list_number: str
    day: date
    is_open: bool


def list_returned(destroyed: Iterable[DestroyedFile], unit: Unit) -> tuple[ReturnedFile, ...]:
    """Those of the destroyed files whose rows can be read here."""
    told = {one.complaint_id: one for one in destroyed}
    ids, found = list(told), list[ReturnedFile]()
    for at in range(0, len(ids), CASES_AT_ONCE):
        rows = unit.session.execute(
            select(Complaint.id, Complaint.number, Complaint.stage)
            .where(Complaint.id.in_(ids[at : at + CASES_AT_ONCE]), Complaint.destroyed_at.is_(None))
            .order_by(Complaint.number)
        )
        found += [
            ReturnedFile(key, number, told[key].list_number, told[key].day, stage is not Stage.ARCHIVED)
            for key, number, stage in rows
        ]
    return tuple(found)


def destroy_again(make_unit: UnitFactory, key_file: Path) -> tuple[ReturnedFile, ...]:
    """Empty those of which the case is closed here; which were. What holds them here was over when they were destroyed.

    Stored files first: rows that are not emptied yet say which they are, so a kill leaves nothing that nobody finds. Run
    again it goes on. OutsideUnavailable while the store of files is away.
    """
    with make_unit().reading() as unit:
        returned = list_returned(read_destroyed(key_file), unit)
    return tuple(one for one in returned if not one.is_open and _destroy(one, make_unit))


def _destroy(returned: ReturnedFile, make_unit: UnitFactory) -> bool:
    unit_of_work = make_unit()
    with unit_of_work.reading() as unit:
        objects = list_objects(returned.complaint_id, unit)
    for key in objects:
        unit_of_work.ports.object_store.delete(key)
    with unit_of_work as unit:
        complaint = unit.session.get_one(Complaint, returned.complaint_id, with_for_update=True)
        # What came meanwhile is looked at by the next run.
        if complaint.destroyed_at is not None or set(list_objects(complaint.id, unit)) - set(objects):
            return False
        empty_file(complaint, returned.list_number, unit)
    return True
