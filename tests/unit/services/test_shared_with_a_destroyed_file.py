"""What a destroyed file shares with one that is kept stays whole, and goes with the last of them."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError

from models.case.batch_scan import BatchScan, ScanPages
from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.file_freeze import FileFreeze
from models.case.incoming import Incoming
from models.case.opening import Found, Opening
from models.ground.codes import Channel
from models.ground.errors import NotFound
from models.ground.ids import new_id
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from models.ground.keeping_codes import DestructionState
from models.ground.opening_codes import FoundState, OpeningState
from models.ground.order_codes import RowState, TableKind
from models.ground.scan_codes import PagesReason, ScanState
from services.keeping.destroy_step import destroy_files_step
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.release_file import ReleaseFile, release_file
from services.keeping.shared_files import lock_shared
from services.openings.scans.mend_scan import finish_scan
from services.openings.scans.read_scans import PagesOfScan, open_pages, read_scan
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import SUPERVISOR
from tests.unit.services.test_appraisal import close_due
from tests.unit.services.test_destroyed_file import count_files, decide_to_destroy, line_of, list_and_witness

CLERK = "wen.rusheng"
WORDS = "同一工地夜间施工"


def share(office: FullOffice, leading: str, member: str) -> None:
    """A group of both and a table that both came in with."""
    now, table_id = office.clock.now(), new_id()
    stored = office.unit_of_work().ports.object_store.put(WORDS.encode())
    with office.unit_of_work() as unit:
        unit.session.add(
            ComplaintGroup(
                leading_id=leading,
                name="夜间施工",
                statement=WORDS,
                closing_share=50,
                opened_by=SUPERVISOR,
                opened_at=now,
            )
        )
        member_row = GroupMember(id=new_id(), leading_id=leading, complaint_id=member, joined_by=SUPERVISOR)
        member_row.own_matters, member_row.own_claims, member_row.joined_at = [], [], now
        unit.session.add(
            ChannelTable(
                id=table_id,
                kind=next(iter(TableKind)),
                name="工单.csv",
                by=SUPERVISOR,
                at=now,
                raw_key=stored.key,
                raw_sha256=stored.sha256,
            )
        )
        unit.session.flush()
        unit.session.add(member_row)
        for line, case in enumerate((leading, member), start=1):
            state = next(iter(RowState))
            unit.session.add(ChannelTableRow(table_id=table_id, line=line, state=state, complaint_id=case))


def test_of_two_that_are_destroyed_at_the_same_moment_one_is_the_last(office: FullOffice) -> None:
    """Workers and command, or two workers: the second waits for what both share before it asks whether it is kept."""
    one, other = close_due(office), close_due(office)
    share(office, one, other)
    row = scan(office, one, other)

    def may_not_be_had(query: Select[str]) -> None:
        with pytest.raises(OperationalError), office.unit_of_work() as beside:
            beside.session.execute(query.with_for_update(nowait=True))

    if office.database.is_sqlite:
        return  # one writer at a time
    with office.unit_of_work() as unit:
        lock_shared(one, unit)
        may_not_be_had(select(ChannelTable.id))
        may_not_be_had(select(Incoming.id).where(Incoming.id == row.id))
    decide_to_destroy(office, one, other)
    list_and_witness(office)
    with statements(office) as asked:
        destroy_files_step(office.unit_of_work)
    said = [" ".join(words.split()) for words in asked]
    for table in ("channel_table", "incoming"):
        locks = [
            no
            for no, words in enumerate(said)
            if f"{table}.id FROM {table} " in words and "FOR UPDATE" in words
        ]
        looks = [no for no, words in enumerate(said) if f"FROM {table} " in words and "NOT (EXISTS" in words]
        assert min(locks, default=len(said)) < looks[0], table


def read_statement(office: FullOffice) -> str | None:
    (group,) = office.rows(ComplaintGroup)
    found: str | None = group.statement
    return found


def test_words_and_bytes_of_two_files_go_with_the_second(office: FullOffice) -> None:
    """The leading file of a group is destroyed while a member is frozen: neither the words nor the table lose anything."""
    leading, member = close_due(office), close_due(office)
    before = count_files(office)
    share(office, leading, member)
    decide_to_destroy(office, leading, member)
    list_and_witness(office)
    freeze_file(FreezeFile(member, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    destroy_files_step(office.unit_of_work)
    assert line_of(office, leading).state is DestructionState.EMPTIED
    assert line_of(office, member).state is DestructionState.HELD
    assert (read_statement(office), count_files(office)) == (WORDS, before + 1)
    (freeze,) = office.rows(FileFreeze, complaint_id=member)
    release_file(ReleaseFile(member, freeze.id, "已还"), office.unit_of_work(), office.actor(SUPERVISOR))
    list_and_witness(office)
    destroy_files_step(office.unit_of_work)
    assert (read_statement(office), count_files(office)) == (None, before)


def scan(office: FullOffice, *cases: str | None) -> Incoming:
    """A scan of many letters, a page each; with None for pages that nobody has placed yet it waits for a person."""
    now = office.clock.now()
    stored = office.unit_of_work().ports.object_store.put(f"{WORDS}{cases}".encode())
    row = Incoming(id=new_id(), door=Door.FOLDER, received_at=now, arrived_at=now, raw_key=stored.key)
    row.raw_sha256, row.raw_size, row.state, row.state_at = stored.sha256, 1, IncomingState.SPLIT, now
    if None in cases:
        row.state, row.reason = IncomingState.PUT_ASIDE, IncomingReason.FOR_A_CLERK
    row.content = {"message": {"subject": "扫描件.pdf"}}
    with office.unit_of_work() as unit:
        unit.session.add(row)
        unit.session.flush()
        unit.session.add(
            BatchScan(
                incoming_id=row.id,
                total=len(cases),
                seen=[{"words": WORDS}],
                began_at=now,
                state_at=now,
                state=ScanState.ASIDE if None in cases else ScanState.SPLIT,
            )
        )
        unit.session.flush()
        for page, case in enumerate(cases, start=1):
            reason = None if case else PagesReason.TWO_SHEETS
            pages = ScanPages(incoming_id=row.id, first=page, last=page, complaint_id=case, reason=reason)
            unit.session.add(pages)
    return row


def is_stored(office: FullOffice, row: Incoming) -> bool:
    try:
        return bool(office.unit_of_work().ports.object_store.get(row.raw_key))
    except NotFound:
        return False


def test_the_bytes_of_a_scan_go_with_the_last_letter_that_was_cut_from_it(office: FullOffice) -> None:
    """While another letter of it is kept, or pages of it wait for a person, they stay as they came."""
    one, other = close_due(office), close_due(office)
    both, waits = scan(office, one, other), scan(office, one, None)
    decide_to_destroy(office, one, other)
    list_and_witness(office)
    freeze_file(FreezeFile(other, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    destroy_files_step(office.unit_of_work)
    assert (line_of(office, one).state, is_stored(office, both)) == (DestructionState.EMPTIED, True)
    (freeze,) = office.rows(FileFreeze, complaint_id=other)
    release_file(ReleaseFile(other, freeze.id, "已还"), office.unit_of_work(), office.actor(SUPERVISOR))
    list_and_witness(office)
    destroy_files_step(office.unit_of_work)
    assert (is_stored(office, both), is_stored(office, waits)) == (False, True)
    (gone,) = office.rows(Incoming, id=both.id)
    assert (gone.content, gone.erased_at is not None, gone.state) == (None, True, IncomingState.SPLIT)
    (read,) = office.rows(BatchScan, incoming_id=both.id)
    assert read.seen == []
    shown = read_scan(both.id, office.unit_of_work(), office.actor(CLERK))
    assert (shown.gone_at, shown.is_mendable) == (gone.erased_at, False)
    assert not any(part.may_be_opened for part in shown.pages)
    with pytest.raises(NotFound):
        open_pages(PagesOfScan(both.id, 1, 1), office.unit_of_work(), office.actor(CLERK))


def test_pages_that_a_person_left_over_when_he_finished_a_scan_keep_nothing(office: FullOffice) -> None:
    """A torn cover, a page before the first: he said that they belong to nothing."""
    one = close_due(office)
    row = scan(office, one, None)
    finish_scan(row.id, "封面残页", office.unit_of_work(), office.actor(CLERK))
    decide_to_destroy(office, one)
    list_and_witness(office)
    destroy_files_step(office.unit_of_work)
    assert not is_stored(office, row)


def name_thing(office: FullOffice, row: Incoming, page: int, case: str) -> None:
    """This page names a thing that was registered by hand as this case, and was never put there."""
    opening_id = new_id()
    with office.unit_of_work() as unit:
        opening = Opening(id=opening_id, sign=opening_id[:10], channel=Channel.LETTER, place="", found=1)
        opening.first_opener, opening.second_opener, opening.state = CLERK, SUPERVISOR, OpeningState.CONFIRMED
        opening.opened_at = opening.begun_at = opening.state_at = unit.clock.now()
        unit.session.add(opening)
        unit.session.flush()
        registered = FoundState.REGISTERED
        unit.session.add(Found(opening_id=opening_id, no=1, state=registered, complaint_id=case))
        unit.session.flush()
        pages = unit.session.get_one(ScanPages, (row.id, page))
        pages.opening_id, pages.no, pages.reason = opening_id, 1, PagesReason.SETTLED


def test_pages_that_name_a_case_that_is_kept_keep_the_scan_and_go_with_that_case(office: FullOffice) -> None:
    """Somebody registered the second thing from paper before the box was scanned."""
    one, other = close_due(office), close_due(office)
    waits, finished = scan(office, one, None), scan(office, one, None, None)
    for row in (waits, finished):
        name_thing(office, row, 2, other)
    finish_scan(finished.id, "已录入", office.unit_of_work(), office.actor(CLERK))
    decide_to_destroy(office, one, other)
    list_and_witness(office)
    freeze_file(FreezeFile(other, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    destroy_files_step(office.unit_of_work)
    assert line_of(office, one).state is DestructionState.EMPTIED
    assert (is_stored(office, waits), is_stored(office, finished)) == (True, True)
    (freeze,) = office.rows(FileFreeze, complaint_id=other)
    release_file(ReleaseFile(other, freeze.id, "已还"), office.unit_of_work(), office.actor(SUPERVISOR))
    list_and_witness(office)
    destroy_files_step(office.unit_of_work)
    assert (is_stored(office, waits), is_stored(office, finished)) == (True, False)
