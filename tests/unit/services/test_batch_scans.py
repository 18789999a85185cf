"""A scan of a whole box is split where its cover sheets lie: each thing gets its pages, what is in doubt waits for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import update

from adapters.drop_folder import WatchedFolder
from models.case.batch_scan import BatchScan, ScanPages
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.incoming import Incoming
from models.case.respondent import Respondent
from models.ground.errors import Conflict, Crowded, InvalidInput, NotFound, OutsideUnavailable
from models.ground.ids import new_id
from models.ground.incoming_codes import IncomingState
from models.ground.scan_codes import PagesReason, ScanReason, ScanState
from services.evidence.incoming_file import IncomingFile
from services.incoming.doors_step import Doors, doors_step
from services.incoming.settle_message import (
    CloseMessage,
    JoinMessage,
    close_message,
    join_message,
    register_message,
)
from services.openings.get_opening import NOT_CONFIRMED
from services.openings.number_found import Cover, word_cover
from services.openings.print_opening import print_covers
from services.openings.scans import mend_scan, read_step
from services.openings.scans import put_pages as putting
from services.openings.scans.codes import MOST_TRIES, PATIENCE
from services.openings.scans.judge_pages import judge_pages
from services.openings.scans.mend_scan import PlacePages, finish_scan, place_pages, take_off
from services.openings.scans.plan_pages import Stretch
from services.openings.scans.read_scans import PagesOfScan, list_scans_of, map_scanned, open_pages, read_scan
from services.openings.scans.read_step import read_scans_step
from services.openings.scans.upload_scan import upload_scan
from services.ports.outside import Ports
from services.unit_of_work import Unit
from services.views.incoming import open_incoming_file, read_incoming
from tests.full_office import FullOffice
from tests.scanned_batch import (
    Picture,
    blank,
    cut_off,
    letter,
    noisy,
    pdf_of,
    scribbled,
    sheets_of,
    slanted,
    stamped,
    tiff_of,
)
from tests.unit.services.test_openings import FIRST, SECOND, begin, confirmed, form, note, register, row_of

CLERK = "wen.rusheng"


def covers(office: FullOffice, opening_id: str, dpi: int = 200) -> list[Picture]:
    printed = print_covers(opening_id, office.unit_of_work(), office.actor(FIRST))
    return sheets_of(printed.content, dpi)


def bring(office: FullOffice, opening_id: str, content: bytes, name: str = "整箱.pdf") -> str:
    file = IncomingFile(name, "application/pdf", BytesIO(content))
    return upload_scan(opening_id, file, office.unit_of_work(), office.actor(CLERK))


def read_all(office: FullOffice) -> int:
    steps = 0
    while read_scans_step(office.unit_of_work):
        steps += 1
    return steps


def split(office: FullOffice, opening_id: str, pages: Sequence[Picture]) -> str:
    incoming_id = bring(office, opening_id, pdf_of(pages))
    read_all(office)
    return incoming_id


def stretches(office: FullOffice, incoming_id: str) -> list[tuple[int, int, int | None, PagesReason | None]]:
    rows = office.rows(ScanPages, incoming_id=incoming_id)
    return sorted((row.first, row.last, row.no, row.reason) for row in rows)


def scan_of(office: FullOffice, incoming_id: str) -> BatchScan:
    [row] = office.rows(BatchScan, incoming_id=incoming_id)
    found: BatchScan = row
    return found


def place(office: FullOffice, incoming_id: str, pages: tuple[int, int], sheet: str) -> None:
    command = PlacePages(incoming_id, *pages, sheet)
    place_pages(command, office.unit_of_work(), office.actor(CLERK))


def hide_from(office: FullOffice, complaint_id: str, staff_id: str) -> None:
    """The complaint is about this person."""
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(
                id=new_id(), complaint_id=complaint_id, staff_id=staff_id, match="exact", candidates=[]
            )
        )


def test_a_scan_in_the_drop_folder_is_split_and_each_thing_takes_its_pages_into_its_case(
    office: FullOffice, tmp_path: Path
) -> None:
    """Slanted, turned, upside down, stamped over, in 200 and 300 dots to the inch, from both sides."""
    opening_id = confirmed(office, 4)
    one, two, _three, _four = covers(office, opening_id)
    three, four = (noisy(page) for page in covers(office, opening_id, 300)[2:])
    pages = [slanted(noisy(one), 2.5), blank(), letter(1), blank(), slanted(two, 90), letter(2), letter(3)]
    pages += [slanted(three, 180), letter(4), stamped(four), letter(5), blank()]
    content = pdf_of(pages)
    folder = tmp_path / "扫描"
    folder.mkdir()
    (folder / "整箱.pdf").write_bytes(content)
    doors = Doors(folder=WatchedFolder(folder, 0.0))
    assert [doors_step(doors, office.unit_of_work) for _ in range(2)] == [0, 1]
    assert read_all(office) == 2
    [incoming] = office.rows(Incoming)
    assert incoming.raw_sha256 == hashlib.sha256(content).hexdigest()
    assert incoming.state is IncomingState.SPLIT
    assert stretches(office, incoming.id) == [
        (2, 4, 1, None),
        (6, 7, 2, None),
        (9, 9, 3, None),
        (11, 12, 4, None),
    ]
    filed = register(office, opening_id, 2)
    [file] = office.rows(Evidence, complaint_id=filed.complaint_id)
    sign = row_of(office, opening_id).sign
    assert (file.name, file.media_type) == (f"第2件扫描件-{sign}.pdf", "application/pdf")
    kept = office.unit_of_work().ports.object_store.get(file.storage_key)
    with pypdfium2.PdfDocument(kept) as document:
        assert len(document) == 2
    with pytest.raises(Conflict):
        take_off(incoming.id, 6, office.unit_of_work(), office.actor(CLERK))


def test_what_is_in_doubt_waits_with_its_reason_and_nothing_is_put_to_a_wrong_thing(
    office: FullOffice,
) -> None:
    opening_id, other = confirmed(office, 5), begin(office, 1)
    sheets = covers(office, opening_id)
    note(office, opening_id, 4, "empty")
    foreign = word_cover(Cover("ZZZZZZZZZZ", 1))
    not_open = word_cover(Cover(row_of(office, other).sign, 1))
    pages = [letter(1), sheets[0], letter(2), cut_off(sheets[1]), letter(3), sheets[2], letter(4)]
    pages += [sheets[2], letter(5), sheets[3], letter(6), sheets[4], blank(), scribbled(sheets[4]), letter(7)]
    pages += [sheet_saying(foreign), letter(8), sheet_saying(not_open), letter(9)]
    incoming_id = split(office, opening_id, pages)
    assert stretches(office, incoming_id) == [
        (1, 1, None, PagesReason.BEFORE_FIRST),
        (3, 5, 1, PagesReason.NEXT_NOT_READ),
        (7, 7, 3, PagesReason.TWICE),
        (9, 9, 3, PagesReason.TWICE),
        (11, 11, 4, PagesReason.SETTLED),
        (12, 13, 5, PagesReason.EMPTY),
        (14, 15, None, PagesReason.TORN_SHEET),
        (17, 17, None, PagesReason.UNKNOWN_SHEET),
        (19, 19, 1, PagesReason.NOT_OPEN),
    ]
    scan = scan_of(office, incoming_id)
    assert (scan.state, scan.reason) == (ScanState.ASIDE, ScanReason.PAGES_WAIT)
    assert [row.state for row in office.rows(Incoming)] == [IncomingState.PUT_ASIDE]
    # Letters of several people go into no case as a whole, and the scan is not closed over pages that lie at a thing.
    refuse_whole(office, opening_id, incoming_id)
    # By hand: the pages of the sheet that was missed go to their thing, the others stay before a person.
    sign = row_of(office, opening_id).sign
    place(office, incoming_id, (3, 3), word_cover(Cover(sign, 1)))
    place(office, incoming_id, (5, 5), word_cover(Cover(sign, 2)))
    told = read_scan(incoming_id, office.unit_of_work(), office.actor(CLERK))
    at = {(one.first, one.last): one for one in told.pages}
    assert at[3, 3].reason is None
    assert at[5, 5].reason is None
    assert at[4, 4].reason is PagesReason.NEXT_NOT_READ
    scanned = map_scanned(opening_id, office.unit_of_work(), office.actor(CLERK))
    assert {no: [(part.first, part.last) for part in parts] for no, parts in scanned.items()} == {
        1: [(3, 3)],
        2: [(5, 5)],
    }
    with pytest.raises(Conflict):
        close_message(CloseMessage(incoming_id, "整批作废"), office.unit_of_work(), office.actor(CLERK))
    finish_scan(incoming_id, "其余为重复扫描和空白页", office.unit_of_work(), office.actor(CLERK))
    [row] = office.rows(Incoming)
    assert (row.state, row.settled_note) == (IncomingState.SPLIT, "其余为重复扫描和空白页")


def refuse_whole(office: FullOffice, opening_id: str, incoming_id: str) -> None:
    """Neither a complaint of its own nor a part of one."""
    case = office.file()
    with pytest.raises(Conflict):
        join_message(JoinMessage(incoming_id, case.number), office.unit_of_work(), office.actor(CLERK))
    with pytest.raises(Conflict):
        register_message(incoming_id, form(office, opening_id), office.unit_of_work(), office.actor(CLERK))
    told = read_incoming(incoming_id, office.unit_of_work(), office.actor(CLERK))
    assert not told.may_be_filed
    assert office.rows(Evidence, complaint_id=case.complaint_id) == []


def test_a_first_sheet_that_was_missed_puts_nothing_to_the_last_thing_of_the_box_before(
    office: FullOffice,
) -> None:
    boxes = [confirmed(office, 2), confirmed(office, 3)]
    one, other = (row_of(office, box).sign for box in boxes)
    covers_read = [Cover(one, 1), Cover(one, 2), Cover(other, 2), Cover(other, 3)]
    read = [Stretch(no, no, cover, None) for no, cover in enumerate(covers_read, 1)]
    with office.unit_of_work().reading() as unit:
        judged = judge_pages(read, unit)
        whole = judge_pages([*read, Stretch(5, 5, Cover(other, 1), None)], unit)
    assert [row.reason for row in judged] == [None, PagesReason.NEXT_NOT_READ, None, None]
    assert {row.reason for row in whole} == {None}


def sheet_saying(told: str) -> Picture:
    """A cover sheet of another office: the same press, another code."""
    from adapters.typst_press import TypstPress
    from services.ports.press import CoverSheet, CoverSheets

    printed = TypstPress().print_covers(CoverSheets("外市中心", "分隔页", (CoverSheet(told, "第1件", ()),)))
    return sheets_of(printed)[0]


def test_a_clerk_takes_pages_off_and_puts_them_elsewhere_until_the_thing_is_registered(
    office: FullOffice,
) -> None:
    opening_id = confirmed(office, 2)
    sheets = covers(office, opening_id)
    incoming_id = split(office, opening_id, [sheets[0], letter(1), letter(2), sheets[1], letter(3)])
    sign = row_of(office, opening_id).sign
    first, second = (word_cover(Cover(sign, no)) for no in (1, 2))
    for wrong, field in (((2, 9), "last"), ((0, 1), "first"), ((3, 2), "last"), ((3, 3), "first")):
        with pytest.raises(InvalidInput) as refused:
            place(office, incoming_id, wrong, second)
        assert list(refused.value.errors) == [field]
    for nothing in ("", "JBKX-ZZZZZZZZZZ-001", word_cover(Cover(sign, 3))):
        with pytest.raises(InvalidInput) as refused:
            place(office, incoming_id, (2, 3), nothing)
        assert list(refused.value.errors) == ["sheet"]
    for _ in range(2):
        take_off(incoming_id, 2, office.unit_of_work(), office.actor(CLERK))
    [row] = office.rows(Incoming)
    assert row.state is IncomingState.PUT_ASIDE
    place(office, incoming_id, (2, 2), first)
    for _ in range(2):
        place(office, incoming_id, (3, 3), second)
    assert stretches(office, incoming_id) == [(2, 2, 1, None), (3, 3, 2, None), (5, 5, 2, None)]
    assert office.rows(Incoming)[0].state is IncomingState.SPLIT
    filed = register(office, opening_id, 2)
    assert len(office.rows(Evidence, complaint_id=filed.complaint_id)) == 2
    again = split(office, opening_id, [sheets[1].copy(), letter(3)])
    take_off(incoming_id, None, office.unit_of_work(), office.actor(CLERK))
    left = [(2, 2, 1, PagesReason.TAKEN_OFF), (3, 3, 2, None), (5, 5, 2, None)]
    assert stretches(office, incoming_id) == left
    hide_from(office, filed.complaint_id, SECOND)
    with pytest.raises(NotFound):
        open_pages(PagesOfScan(incoming_id, 4, 9), office.unit_of_work(), office.actor(SECOND))
    with pytest.raises(NotFound):
        open_incoming_file(incoming_id, 0, office.unit_of_work(), office.actor(SECOND))
    told = read_scan(incoming_id, office.unit_of_work(), office.actor(SECOND))
    assert [one.may_be_opened for one in told.pages] == [True, False, False]
    # The same letter, scanned once more.
    assert stretches(office, again) == [(2, 2, 2, PagesReason.SETTLED)]
    told = read_scan(again, office.unit_of_work(), office.actor(SECOND))
    assert [one.may_be_opened for one in told.pages] == [False]
    with pytest.raises(NotFound):
        open_incoming_file(again, 0, office.unit_of_work(), office.actor(SECOND))
    refuse_whole(office, opening_id, again)
    close_message(CloseMessage(again, "重复扫描"), office.unit_of_work(), office.actor(CLERK))
    assert open_incoming_file(incoming_id, 0, office.unit_of_work(), office.actor(CLERK))[0] == "整箱.pdf"
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).destroyed_at = office.clock.now()
    with pytest.raises(NotFound):
        open_pages(PagesOfScan(incoming_id, 5, 5), office.unit_of_work(), office.actor(CLERK))
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).destroyed_at = None
    name, content = open_pages(PagesOfScan(incoming_id, 2, 3), office.unit_of_work(), office.actor(CLERK))
    assert name == "扫描件第2至3页.pdf"
    with pypdfium2.PdfDocument(content) as document:
        assert len(document) == 2


def test_what_a_registering_took_along_meanwhile_is_not_taken_off(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who registers a thing of the scan has its opening; when it is free again, the file is that of a case."""
    opening_id, case = confirmed(office, 1), office.file()
    incoming_id = split(office, opening_id, [covers(office, opening_id)[0], letter(1)])
    [before] = office.rows(ScanPages, incoming_id=incoming_id)

    def wait(_incoming_id: str, unit: Unit) -> None:
        taken = update(ScanPages).values(complaint_id=case.complaint_id)
        unit.session.execute(taken, execution_options={"synchronize_session": False})

    monkeypatch.setattr(mend_scan, "_wait_for_registering", wait)
    take_off(incoming_id, None, office.unit_of_work(), office.actor(CLERK))
    [row] = office.rows(ScanPages, incoming_id=incoming_id)
    assert (row.reason, row.file) == (None, before.file)
    key = str(before.file["storage_key"])
    assert office.unit_of_work().ports.object_store.get(key)


def test_pages_that_nobody_can_look_through_hold_up_no_other_scan_and_wait_at_last_for_a_person(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening_id, other = confirmed(office, 1), confirmed(office, 1)
    [first], [second] = covers(office, opening_id), covers(office, other)
    sign = row_of(office, opening_id).sign
    large = bring(office, opening_id, pdf_of([first, letter(1)]))
    office.clock.moment += timedelta(minutes=1)
    small = bring(office, other, pdf_of([second, letter(2)]))
    store = putting.store_cut

    def refuse_first(content: bytes, cover: Cover, ports: Ports) -> object:
        if cover.sign == sign:
            raise OutsideUnavailable
        return store(content, cover, ports)

    monkeypatch.setattr(putting, "store_cut", refuse_first)
    with pytest.raises(OutsideUnavailable):
        read_scans_step(office.unit_of_work)
    assert read_scans_step(office.unit_of_work) == 1
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(OutsideUnavailable):
            read_scans_step(office.unit_of_work)
    states = [scan_of(office, one).state for one in (large, small)]
    assert states == [ScanState.READING, ScanState.SPLIT]
    office.clock.moment += PATIENCE
    assert read_all(office) == 1
    assert stretches(office, large) == [(2, 2, 1, PagesReason.NOT_TAKEN)]


def test_the_same_scan_again_is_the_first_one_and_a_tiff_is_one_too(office: FullOffice) -> None:
    opening_id = confirmed(office, 2)
    sheets = covers(office, opening_id)
    content = tiff_of([sheets[0], letter(1), sheets[1], letter(2), letter(3)])
    incoming_id = bring(office, opening_id, content, "整箱.tiff")
    read_all(office)
    rows = stretches(office, incoming_id)
    assert rows == [(2, 2, 1, None), (4, 5, 2, None)]
    assert bring(office, opening_id, content, "again.tif") == incoming_id
    assert read_all(office) == 0
    assert stretches(office, incoming_id) == rows
    filed = register(office, opening_id, 2)
    [file] = office.rows(Evidence, complaint_id=filed.complaint_id)
    assert file.media_type == "application/pdf"
    [line] = list_scans_of(opening_id, office.unit_of_work(), office.actor(CLERK))
    assert (line.state, line.seen, line.total) == (ScanState.SPLIT, 5, 5)


def test_an_end_in_the_middle_leaves_the_scan_to_be_read_on(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ends(Exception):
        pass

    def end(*_args: object) -> None:
        raise Ends

    monkeypatch.setattr(read_step, "PAGES_AT_ONCE", 2)
    opening_id = confirmed(office, 1)
    [sheet] = covers(office, opening_id)
    incoming_id = bring(office, opening_id, pdf_of([sheet, letter(1), letter(2), letter(3)]))
    assert read_scans_step(office.unit_of_work) == 1
    told = read_scan(incoming_id, office.unit_of_work(), office.actor(CLERK))
    assert (told.line.seen, told.line.total, told.is_mendable) == (2, 4, False)
    with monkeypatch.context() as ending:
        ending.setattr(putting, "rest_scan", end)
        with pytest.raises(Ends):
            read_scans_step(office.unit_of_work)
    assert office.rows(ScanPages) == []
    assert read_all(office) == 1
    assert stretches(office, incoming_id) == [(2, 4, 1, None)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.4\nnothing\n%%EOF\n", ScanReason.UNREADABLE),
        (b"II*\x00nothing", ScanReason.UNREADABLE),
        (pdf_of([letter(1), blank()]), ScanReason.NO_SHEET),
        (pdf_of([blank(20)] * 1_001, 20), ScanReason.TOO_MANY),
    ],
)
def test_what_cannot_be_split_waits_with_its_reason(
    office: FullOffice, content: bytes, reason: ScanReason
) -> None:
    opening_id = confirmed(office, 1)
    incoming_id = bring(office, opening_id, content)
    read_all(office)
    scan = scan_of(office, incoming_id)
    assert (scan.state, scan.reason) == (ScanState.ASIDE, reason)
    [row] = office.rows(Incoming)
    assert row.state is IncomingState.PUT_ASIDE
    if reason in (ScanReason.NO_SHEET, ScanReason.TOO_MANY):
        place(office, incoming_id, (1, 1), word_cover(Cover(row_of(office, opening_id).sign, 1)))
        assert (1, 1, 1, None) in stretches(office, incoming_id)
        assert scan_of(office, incoming_id).state is ScanState.ASIDE


def test_a_scan_that_has_no_process_waits_behind_the_others_and_at_last_for_a_person(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening_id = confirmed(office, 1)
    incoming_id = bring(office, opening_id, pdf_of([letter(1)]))

    def crowded(*_args: object) -> None:
        raise Crowded

    monkeypatch.setattr("adapters.scan_process.ScanProcess.read_pages", crowded)
    for _ in range(MOST_TRIES):
        with pytest.raises(Crowded):
            read_scans_step(office.unit_of_work)
    assert read_scans_step(office.unit_of_work) == 0
    assert scan_of(office, incoming_id).reason is ScanReason.TOO_LARGE


def test_a_scan_is_brought_for_a_confirmed_opening_only_and_says_what_is_wrong(office: FullOffice) -> None:
    with pytest.raises(Conflict) as early:
        bring(office, begin(office), b"%PDF-1.4")
    assert early.value.code == NOT_CONFIRMED
    opening_id = confirmed(office, 1)
    for content, code in ((b"", "REQUIRED"), (b"\x89PNG", "SCAN_WRONG_TYPE")):
        with pytest.raises(InvalidInput) as refused:
            bring(office, opening_id, content)
        assert dict(refused.value.errors) == {"scan": code}
