"""A file is emptied beside clerks who write: who holds what is only added to, and waits for the trail, is never waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from models.case.complaint import Complaint
from models.case.evidence_custody import EvidenceCustody
from models.ground.keeping_codes import DestructionState
from services.keeping.destroy_step import destroy_files_step
from tests.full_office import FullOffice
from tests.unit.services.filled_case import CANARY, list_telling
from tests.unit.services.test_destroyed_file import decide_to_destroy, file_filled, line_of, list_and_witness


@contextmanager
def writing_custody(office: FullOffice) -> Iterator[None]:
    """A clerk in the midst of it; SQLite has one writer, so there nobody is."""
    if office.database.is_sqlite:
        yield
        return
    with office.database.engine.begin() as clerk:
        clerk.execute(text("LOCK TABLE evidence_custody IN ROW EXCLUSIVE MODE"))
        yield


def test_a_file_whose_custody_is_being_written_is_tried_again_whole(office: FullOffice) -> None:
    case = file_filled(office)
    decide_to_destroy(office, case)
    list_and_witness(office)
    with writing_custody(office):
        moved = destroy_files_step(office.unit_of_work)
    if not office.database.is_sqlite:
        assert (moved, line_of(office, case).state) == (0, DestructionState.WAITING)
        with office.unit_of_work().reading() as unit:
            assert CANARY in unit.session.get_one(Complaint, case).matter
        office.clock.set("2037-01-01T00:11")
        destroy_files_step(office.unit_of_work)
    assert line_of(office, case).state is DestructionState.EMPTIED
    assert office.rows(EvidenceCustody, complaint_id=case)
    with office.unit_of_work().reading() as unit:
        assert not [column for column in list_telling(unit.session) if column.startswith("evidence_custody")]
