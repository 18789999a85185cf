"""Files that were destroyed and that a database restored from an older backup brings back; found, and destroyed again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.clock.legal_time import at_time
from models.ground.keeping_codes import DestructionState, Hold
from models.vault.destroyed_list import DestroyedFile, read_destroyed
from services.access.restricted import is_restricted
from services.keeping.decide_appraisal import ORDER
from services.keeping.empty_file import empty_file, list_objects
from services.keeping.holds import find_unsealed, map_holds
from services.keeping.shared_files import lock_shared
from services.unit_of_work import Unit, UnitFactory

CASES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """`day` and `list_number` say when and by which list it was destroyed; `number` is None of a case for named readers."""

    complaint_id: str
    number: str | None
    list_number: str
    day: date

    @property
    def shown(self) -> str:
        """For whoever has a shell, who is no named reader: the number, else the id as it stands beside the key file."""
        return self.number or self.complaint_id


def list_returned(destroyed: Iterable[DestroyedFile], unit: Unit) -> tuple[ReturnedFile, ...]:
    """Those of the destroyed files whose rows can be read here."""
    told = {one.complaint_id: one for one in destroyed}
    ids, found = list(told), list[ReturnedFile]()
    for at in range(0, len(ids), CASES_AT_ONCE):
        rows = unit.session.execute(
            select(Complaint.id, Complaint.number, is_restricted())
            .where(Complaint.id.in_(ids[at : at + CASES_AT_ONCE]), Complaint.destroyed_at.is_(None))
            .order_by(Complaint.number)
        )
        found += [
            ReturnedFile(key, None if is_closed else number, told[key].list_number, told[key].day)
            for key, number, is_closed in rows
        ]
    return tuple(found)


def find_hold(returned: ReturnedFile, unit: Unit) -> Hold | None:
    """What keeps it from being destroyed again: its case is not closed here, or something began on the day of its end or later.

    What is older in the backup was over when it was destroyed.
    """
    since = at_time(returned.day, "00:00")
    holds = map_holds([returned.complaint_id], unit, since=since)[returned.complaint_id]
    holds |= find_unsealed(returned.complaint_id, unit)
    return next((hold for hold in ORDER if hold in holds), None)


def destroy_again(make_unit: UnitFactory, key_file: Path) -> tuple[ReturnedFile, ...]:
    """Empty those that nothing holds as `find_hold` says; which were.

    Stored files first: rows that are not emptied yet say which they are, so a kill leaves nothing that nobody finds. Run
    again it goes on. OutsideUnavailable while the store of files is away.
    """
    with make_unit().reading() as unit:
        returned = list_returned(read_destroyed(key_file), unit)
    return tuple(one for one in returned if _destroy(one, make_unit))


def _destroy(returned: ReturnedFile, make_unit: UnitFactory) -> bool:
    unit_of_work = make_unit()
    with unit_of_work.reading() as unit:
        if find_hold(returned, unit) is not None:
            return False
        objects = list_objects(returned.complaint_id, unit)
    for key in objects:
        unit_of_work.ports.object_store.delete(key)
    with unit_of_work as unit:
        line = _lock_line(returned.complaint_id, unit)
        complaint = unit.session.get_one(Complaint, returned.complaint_id, with_for_update=True)
        lock_shared(complaint.id, unit)
        # What came meanwhile, or is shared with nobody by now, is looked at by the next run.
        if complaint.destroyed_at is not None or set(list_objects(complaint.id, unit)) - set(objects):
            return False
        if find_hold(returned, unit) is not None:
            return False
        empty_file(complaint, returned.list_number, unit)
        if line is not None:
            line.state, line.done_at = DestructionState.EMPTIED, unit.clock.now()
    return True


def _lock_line(complaint_id: str, unit: Unit) -> DestructionLine | None:
    """The line by which the backup was about to destroy it, locked as by the workers: the list first."""
    waits = (
        DestructionLine.complaint_id == complaint_id,
        DestructionLine.done_at.is_(None),
        DestructionLine.state == DestructionState.WAITING,
    )
    list_id = unit.session.scalar(select(DestructionLine.list_id).where(*waits))
    if list_id is None:
        return None
    unit.session.get_one(DestructionList, list_id, with_for_update=True)
    return unit.session.scalars(select(DestructionLine).where(*waits).with_for_update()).one_or_none()
