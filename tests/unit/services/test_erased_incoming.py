"""What came in and became no complaint is erased by the term of the office; what is in a case or waits for somebody stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.drop_folder import WatchedFolder
from models.case.file_freeze import FileFreeze
from models.case.incoming import Incoming
from models.case.owed_erasure import OwedErasure
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.incoming_codes import IncomingReason, IncomingState, IncomingTerm
from models.ledger.trail_event import TrailEvent
from services.incoming.folder.empty_step import empty_folder_step
from services.incoming.settle_message import CloseMessage, JoinMessage, close_message, join_message
from services.keeping import erase_incoming
from services.keeping.erase_incoming import erase_incoming_step
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.incoming_terms import ChangeTerm, change_term, list_terms
from services.views.incoming import read_incoming
from tests.full_office import FullOffice
from tests.unit.services.test_incoming import CLERK, mail, take

ADMINISTRATOR = "guan.xitong"
DAY = timedelta(days=1)
MACHINE = {"Auto_Submitted": "auto-replied"}


def rows_by_state(office: FullOffice) -> dict[IncomingState, Incoming]:
    return {row.state: row for row in office.rows(Incoming)}


def change(
    office: FullOffice, days: str, kind: str = "left_alone", by: str = ADMINISTRATOR, **told: str
) -> None:
    known = {"reason": "档案管理办法第九条", "replaces": "0"} | told
    change_term(
        ChangeTerm(kind, days, known["reason"], known["replaces"]), office.unit_of_work(), office.actor(by)
    )


def one_of_each(office: FullOffice) -> dict[IncomingState, Incoming]:
    """One that was filed, one that a machine wrote, one that waits, one that a person closed, with a file."""
    take(office, mail())
    take(office, mail("我不在办公室。", **MACHINE))
    take(office, b"\x00\xff torn")
    closed = mail("广告：代开发票。", Message_ID="<ad@example.com>", Auto_Submitted="auto-generated")
    closed.add_attachment(b"%PDF-1.4\n%%EOF\n", maintype="application", subtype="pdf", filename="ad.pdf")
    taken = take(office, closed)
    close_message(CloseMessage(taken.incoming_id, "广告"), office.unit_of_work(), office.actor(CLERK))
    rows = rows_by_state(office)
    assert set(rows) == {
        IncomingState.FILED, IncomingState.IGNORED, IncomingState.PUT_ASIDE, IncomingState.CLOSED,
    }  # fmt: skip
    return rows


def test_each_kind_goes_after_its_own_term_and_the_record_of_it_stays(office: FullOffice) -> None:
    rows, began = one_of_each(office), office.clock.now()
    ignored, closed = rows[IncomingState.IGNORED], rows[IncomingState.CLOSED]
    file_key = (closed.content or {})["files"][0]["storage_key"]
    store = office.unit_of_work().ports.object_store
    office.clock.moment = began + 180 * DAY
    assert erase_incoming_step(office.unit_of_work) == 0
    office.clock.moment += DAY
    assert erase_incoming_step(office.unit_of_work) == 1
    after = rows_by_state(office)[IncomingState.IGNORED]
    assert (after.content, after.sender_index, after.erased_at) == (None, None, office.clock.now())
    assert (after.raw_sha256, after.door, after.received_at, after.reason) == (
        ignored.raw_sha256, ignored.door, ignored.received_at, ignored.reason,
    )  # fmt: skip
    with pytest.raises(NotFound):
        store.get(ignored.raw_key)
    assert store.get(closed.raw_key)
    office.clock.moment = began + 1096 * DAY
    assert erase_incoming_step(office.unit_of_work) == 1
    for key in (closed.raw_key, file_key):
        with pytest.raises(NotFound):
            store.get(key)
    assert erase_incoming_step(office.unit_of_work) == 0
    for state in (IncomingState.FILED, IncomingState.PUT_ASIDE):
        assert store.get(rows[state].raw_key)
        assert rows_by_state(office)[state].erased_at is None
    assert office.rows(OwedErasure) == []
    assert len(office.rows(TrailEvent, kind="incoming.erased")) == 2
    told = read_incoming(closed.id, office.unit_of_work(), office.actor(CLERK))
    assert (told.text, told.files, told.line.settled_note, told.may_be_settled) == ("", (), "广告", False)


def test_what_names_a_frozen_file_stays_until_it_is_released(office: FullOffice) -> None:
    message = mail().as_bytes()
    case = take(office, message).complaint_id
    assert case is not None
    again = take(office, b"Received: from elsewhere\n" + message)
    assert again.complaint_id == case
    freeze_file(FreezeFile(case, "court", "法院调卷", ""), office.unit_of_work(), office.actor("jian.rujing"))
    office.clock.moment += 181 * DAY
    assert erase_incoming_step(office.unit_of_work) == 0
    with office.unit_of_work() as unit:
        for row in unit.session.scalars(select(FileFreeze)):
            row.released_at = unit.clock.now()
    assert erase_incoming_step(office.unit_of_work) == 1


def test_what_was_erased_is_settled_by_nobody_and_comes_again_as_the_same(office: FullOffice) -> None:
    message = mail("我不在办公室。", **MACHINE)
    taken = take(office, message)
    office.clock.moment += 181 * DAY
    erase_incoming_step(office.unit_of_work)
    case = office.file()
    with pytest.raises(Conflict):
        join_message(JoinMessage(taken.incoming_id, case.number), office.unit_of_work(), office.actor(CLERK))
    assert take(office, message) == taken
    assert len(office.rows(Incoming)) == 1


def test_a_kill_after_the_commit_leaves_no_bytes(office: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = one_of_each(office)
    office.clock.moment += 181 * DAY

    class Killed(Exception):
        pass

    def end(make_unit: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(erase_incoming, "_delete_owed", end)
        erase_incoming_step(office.unit_of_work)
    assert [row.storage_key for row in office.rows(OwedErasure)] == [rows[IncomingState.IGNORED].raw_key]
    assert erase_incoming_step(office.unit_of_work) == 0
    assert office.rows(OwedErasure) == []
    with pytest.raises(NotFound):
        office.unit_of_work().ports.object_store.get(rows[IncomingState.IGNORED].raw_key)


def test_an_administrator_sets_the_days_with_a_reason(office: FullOffice) -> None:
    one_of_each(office)
    change(office, "40")
    [left, closed] = list_terms(office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert (left.kind, left.days, closed.days) == (IncomingTerm.LEFT_ALONE, 40, 1095)
    assert left.row is not None
    for days, code in (
        ("29", "TOO_SMALL"),
        ("3661", "TOO_LARGE"),
        ("99999", "TOO_LARGE"),
        ("x", "NOT_A_NUMBER"),
        ("", "REQUIRED"),
    ):
        with pytest.raises(InvalidInput) as refused:
            change(office, days, replaces=str(left.rule))
        assert refused.value.errors == {"days": code}
    with pytest.raises(InvalidInput) as refused:
        change(office, "50")
    assert refused.value.errors == {"days": "CHANGED_MEANWHILE"}
    with pytest.raises(InvalidInput):
        change(office, "50", replaces=str(left.rule), reason=" ")
    with pytest.raises(NotPermitted):
        change(office, "50", by=CLERK)
    with pytest.raises(NotFound):
        change(office, "50", kind="filed")
    office.clock.moment += 41 * DAY
    assert erase_incoming_step(office.unit_of_work) == 1
    assert len(office.rows(TrailEvent, kind="incoming.term_changed")) == 1


def test_a_file_that_is_dropped_again_after_its_erasure_waits_for_a_person_who_is_told_why(
    office: FullOffice, tmp_path: Path
) -> None:
    """It had disappeared: put away in the folder, with nothing to be seen in the office."""
    folder = WatchedFolder(tmp_path, 0.0)

    def drop() -> Incoming:
        (tmp_path / "信.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        for _ in range(2):
            empty_folder_step(folder, office.unit_of_work)
        (row,) = office.rows(Incoming)
        return row

    first = drop()
    close_message(CloseMessage(first.id, "广告"), office.unit_of_work(), office.actor(CLERK))
    assert drop().state is IncomingState.CLOSED, "as long as it is there it is the first one"
    office.clock.moment += 4_000 * DAY
    assert erase_incoming_step(office.unit_of_work) == 1
    again = drop()
    assert (again.state, again.reason) == (IncomingState.PUT_ASIDE, IncomingReason.AFTER_ERASURE)
    assert (again.id, again.erased_at, again.settled_by) == (first.id, None, None)
    assert again.raw_key != first.raw_key
    erase_incoming_step(office.unit_of_work)
    assert office.unit_of_work().ports.object_store.get(again.raw_key)
    assert drop().state is IncomingState.PUT_ASIDE, "a kill before it is put away makes no second one"
