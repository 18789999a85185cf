"""What is not dealt with holds a file that is to be destroyed, and once it is nothing is written into it any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.case.complaint import Complaint
from models.case.file_freeze import FileFreeze
from models.case.file_volume import FileVolume
from models.case.hotline_order import HotlineOrder
from models.case.incoming import Incoming
from models.case.letter import CaseLetter
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ground.incoming_codes import IncomingState
from models.ground.keeping_codes import DestructionState, Hold
from models.ground.order_codes import RowState
from models.office.appointment import Appointment
from models.office.visiting_slot import VisitingSlot
from services.keeping.destroy_list import open_destruction, witness_destruction
from services.keeping.destroy_step import destroy_files_step
from services.keeping.find_destroyed import find_destroyed
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.read_destruction import read_destruction
from services.letters.batch.print_batch import print_batch
from services.letters.store_page import store_page
from services.office.visiting_hours import AddSlot, add_room, add_slots
from services.unit_of_work import UnitOfWork
from services.volumes.seal_step import seal_files_step
from tests.full_office import FullOffice
from tests.unit.services import test_order_tables as orders
from tests.unit.services.keeping_files import ADMINISTRATOR, SUPERVISOR
from tests.unit.services.letter_batches import four_files, order, write_all
from tests.unit.services.mass_complaint import CLERK
from tests.unit.services.test_appraisal import APPROVER, close_due
from tests.unit.services.test_destroyed_file import count_files, decide_to_destroy, line_of, list_and_witness
from tests.unit.services.test_incoming import mail, take
from tests.web.letter_words import words_of


def number_of(office: FullOffice, case: str) -> str:
    (row,) = office.rows(Complaint, id=case)
    number: str = row.number
    return number


def mark_destroyed(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).destroyed_at = unit.clock.now()


def book(office: FullOffice, case: str) -> None:
    """A visit to come."""
    admin = office.actor(ADMINISTRATOR)
    room = add_room("接待一室", "一楼大厅左侧", office.unit_of_work(), admin)
    add_slots(AddSlot(room, ("0",), "09:00", "09:30", "1"), office.unit_of_work(), admin)
    (slot,) = office.rows(VisitingSlot)
    with office.unit_of_work() as unit:
        now = unit.clock.now()
        row = Appointment(id=new_id(), number="YY-1", submission_id="a", code_hmac="b", said_hmac="c")
        row.slot_id, row.day, row.starts_at, row.ends_at = slot.id, now.date(), now, now
        row.complaint_id, row.state_at, row.booked_at = case, now, now
        unit.session.add(row)


def order_volume(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        row = FileVolume(id=new_id(), complaint_id=case, no=1, ordered_by=CLERK, ordered_at=unit.clock.now())
        unit.session.add(row)


def test_what_nobody_has_dealt_with_holds_the_file_it_names(office: FullOffice) -> None:
    """A message of somebody else that names the number, a visit to come and a volume that is not sealed yet."""
    named, visited, ordered, free = (close_due(office) for _ in range(4))
    decide_to_destroy(office, named, visited, ordered, free)
    list_and_witness(office)
    aside = take(office, mail("我也补充。", Subject=f"Re: {number_of(office, named)}"))
    assert (aside.state, aside.complaint_id) == (IncomingState.PUT_ASIDE, named)
    book(office, visited)
    order_volume(office, ordered)
    assert destroy_files_step(office.unit_of_work) == 4
    assert {case: line_of(office, case).held_by for case in (named, visited, ordered, free)} == {
        named: Hold.REQUEST,
        visited: Hold.REQUEST,
        ordered: Hold.OPEN,
        free: None,
    }
    assert line_of(office, free).state is DestructionState.EMPTIED
    (message,) = office.rows(Incoming)
    assert message.content is not None
    # One of before this rule: it is not bound of what is left.
    mark_destroyed(office, ordered)
    assert seal_files_step(office.unit_of_work) == 0
    assert [row.sealed_at for row in office.rows(FileVolume)] == [None]


def test_a_message_that_names_a_destroyed_file_is_a_complaint_of_its_own(office: FullOffice) -> None:
    """One of before, put aside at a destroyed file, can still be opened; one that is in the file can not."""
    case = close_due(office)
    subject = f"Re: {number_of(office, case)}"
    aside = take(office, mail(Subject=subject))
    mark_destroyed(office, case)
    filed = take(office, mail("9月4日E03窗口又没有人。", Subject=subject))
    assert filed.state is IncomingState.FILED
    assert filed.complaint_id != case
    address = {"incoming_id": office.rows(Incoming, complaint_id=case)[0].id}
    assert aside.complaint_id == case
    assert find_destroyed(address, office.unit_of_work(), office.actor(SUPERVISOR)) is None
    with office.unit_of_work() as unit:
        unit.session.get_one(Incoming, address["incoming_id"]).state = IncomingState.FILED
    assert find_destroyed(address, office.unit_of_work(), office.actor(SUPERVISOR)) is not None


def test_who_waited_for_the_file_writes_nothing_into_it(office: FullOffice) -> None:
    """The gate before the views has let him through: under the lock of the case he is told."""
    case = close_due(office)
    mark_destroyed(office, case)
    with pytest.raises(Conflict) as told:
        freeze_file(FreezeFile(case, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    assert told.value.code == "FILE_DESTROYED"
    assert office.rows(FileFreeze) == []


def test_an_order_of_a_destroyed_file_is_refused_with_its_line(office: FullOffice) -> None:
    orders.take(office, orders.FIRST)
    (known,) = office.rows(HotlineOrder)
    mark_destroyed(office, known.complaint_id)
    with office.unit_of_work() as unit:
        unit.session.get_one(HotlineOrder, known.id).fields = {}
    page = orders.take(
        office, {**orders.FIRST, "催办次数": "1", "催办内容": "市民再次来电催促"}, orders.SECOND
    )
    assert page.counts == {RowState.WRONG: 1, RowState.FILED: 1}
    assert [row.fields for row in office.rows(HotlineOrder, id=known.id)] == [{}]


class DestroysMeanwhile:
    """A press at which the file is destroyed while it lays out."""

    def __init__(self, office: FullOffice, case: str, press: object) -> None:
        self._office, self._case, self._press = office, case, press

    def print(self, letter: object) -> bytes:
        mark_destroyed(self._office, self._case)
        content: bytes = self._press.print(letter)  # type: ignore[attr-defined]  # the real press
        return content


def with_press(unit_of_work: UnitOfWork, press: object) -> UnitOfWork:
    unit_of_work.ports = replace(unit_of_work.ports, press=press)  # type: ignore[type-var, misc]  # of one method
    return unit_of_work


def test_letters_of_a_destroyed_file_are_laid_out_no_more_and_the_others_of_the_batch_are(
    office: FullOffice,
) -> None:
    filed = four_files(office)
    batch_id = order(office, filed[0].complaint_id)
    write_all(office)
    gone, last = filed[3], filed[2]
    mark_destroyed(office, gone.complaint_id)
    with office.unit_of_work() as unit:
        for row in unit.session.query(CaseLetter).filter_by(complaint_id=gone.complaint_id):
            row.content = row.storage_key = row.sha256 = None
    words = words_of(print_batch(batch_id, office.unit_of_work(), office.actor(CLERK)).content)
    assert (gone.number in words, last.number in words) == (False, True)
    (letter,) = [row for row in office.rows(CaseLetter, complaint_id=last.complaint_id) if row.content]
    with office.unit_of_work() as unit:
        row = unit.session.get_one(CaseLetter, letter.id)
        row.storage_key = row.sha256 = None
    before = count_files(office)
    press = DestroysMeanwhile(office, last.complaint_id, office.unit_of_work().ports.press)
    with pytest.raises(NotFound):
        store_page(letter.id, with_press(office.unit_of_work(), press), office.actor(CLERK))
    (letter,) = office.rows(CaseLetter, id=letter.id)
    assert (letter.storage_key, count_files(office)) == (None, before)
    mark_destroyed(office, filed[0].complaint_id)
    with pytest.raises(Conflict):
        print_batch(batch_id, office.unit_of_work(), office.actor(CLERK))


def test_the_head_is_no_witness_whatever_else_he_is(office: FullOffice) -> None:
    case = close_due(office)
    decide_to_destroy(office, case)
    listed = open_destruction(office.unit_of_work(), office.actor(SUPERVISOR))
    appraiser = office.actor(APPROVER)
    head = replace(appraiser, roles=appraiser.roles | {Role.DIRECTOR})
    for actor, may in ((appraiser, True), (head, False)):
        assert read_destruction(listed, office.unit_of_work(), actor).may_witness is may
    with pytest.raises(NotPermitted):
        witness_destruction(listed, office.unit_of_work(), head)
