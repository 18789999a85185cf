"""What two people open is counted, confirmed by the second, and registered or noted thing by thing."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from adapters.typst_press import TypstPress
from models.case.complaint import Complaint
from models.case.opening import Found, Opening
from models.case.receipt import Receipt
from models.ground.codes import Channel
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.opening_codes import FoundState, NoComplaint, OpeningState
from services.filing.new_case import FiledComplaint
from services.filing.register_complaint import RegisterComplaint
from services.filing.statement import Statement
from services.openings.add_found import add_found
from services.openings.begin_opening import BeginOpening, begin_opening
from services.openings.confirm_opening import confirm_opening
from services.openings.get_opening import PlaceFound
from services.openings.note_found import NoteFound, note_found
from services.openings.number_found import Cover, word_cover
from services.openings.print_opening import print_covers, print_list
from services.openings.read_openings import list_openings, list_second_openers, read_opening
from services.openings.register_found import register_found
from services.openings.withdraw_opening import withdraw_opening
from tests.full_office import FullOffice
from tests.texts_of_pdf import text_of_pdf

FIRST, SECOND, THIRD = "wen.rusheng", "jian.dengji", "ji.luqing"
PLACE = "一楼大厅1号箱"
WORDS = "9月3日下午在C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。"


def begin(office: FullOffice, found: int = 3, **told: object) -> str:
    fields: dict[str, object] = {
        "submission_id": secrets.token_hex(16),
        "channel": "opinion_box",
        "place": PLACE,
        "opened_at": office.clock.now() - timedelta(hours=1),
        "found": found,
        "second_opener": SECOND,
    }
    return begin_opening(BeginOpening(**{**fields, **told}), office.unit_of_work(), office.actor(FIRST))  # type: ignore[arg-type]  # fields by name in tests


def confirmed(office: FullOffice, found: int = 3, **told: object) -> str:
    opening_id = begin(office, found, **told)
    confirm_opening(opening_id, office.unit_of_work(), office.actor(SECOND))
    return opening_id


def row_of(office: FullOffice, opening_id: str) -> Opening:
    row: Opening = office.rows(Opening, id=opening_id)[0]
    return row


def form(office: FullOffice, opening_id: str, **told: object) -> RegisterComplaint:
    fields: dict[str, object] = {
        "submission_id": secrets.token_hex(16),
        "channel": Channel.OPINION_BOX,
        "received_at": row_of(office, opening_id).opened_at,
        "statement": Statement(content=WORDS, is_anonymous=True),
        "raw": WORDS,
        "opened_by_first": FIRST,
        "opened_by_second": SECOND,
        "place_opened": PLACE,
    }
    return RegisterComplaint(**{**fields, **told})  # type: ignore[arg-type]  # as above


def register(office: FullOffice, opening_id: str, no: int, **told: object) -> FiledComplaint:
    command = form(office, opening_id, **told)
    return register_found(PlaceFound(opening_id, no), command, office.unit_of_work(), office.actor(FIRST))


def note(office: FullOffice, opening_id: str, no: int, told: str) -> None:
    """`told`: the reason, then the words after a space."""
    reason, _, words = told.partition(" ")
    command = NoteFound(opening_id, no, reason, words)
    note_found(command, office.unit_of_work(), office.actor(THIRD))


def test_an_opening_ends_when_each_thing_in_it_is_registered_or_noted(office: FullOffice) -> None:
    opening_id = confirmed(office)
    filed = register(office, opening_id, 1)
    [receipt] = office.rows(Receipt, complaint_id=filed.complaint_id)
    assert (receipt.opened_by_first, receipt.opened_by_second, receipt.raw_text) == (FIRST, SECOND, WORDS)
    note(office, opening_id, 2, "advertisement")
    with pytest.raises(InvalidInput) as refused:
        note(office, opening_id, 3, "valuables")
    assert dict(refused.value.errors) == {"note": "REQUIRED"}
    assert row_of(office, opening_id).state is OpeningState.CONFIRMED
    note(office, opening_id, 3, "valuables 现金200元，已交财务保管")
    assert row_of(office, opening_id).state is OpeningState.ENDED
    told = read_opening(opening_id, office.unit_of_work(), office.actor(THIRD))
    assert [(one.no, one.state, one.number, one.reason) for one in told.found] == [
        (1, FoundState.REGISTERED, filed.number, None),
        (2, FoundState.NOTED, None, NoComplaint.ADVERTISEMENT),
        (3, FoundState.NOTED, None, NoComplaint.VALUABLES),
    ]
    # A second complaint in the envelope: it goes on, and what both counted stays.
    add_found(opening_id, 4, office.unit_of_work(), office.actor(FIRST))
    add_found(opening_id, 4, office.unit_of_work(), office.actor(FIRST))
    with pytest.raises(Conflict):
        add_found(opening_id, 6, office.unit_of_work(), office.actor(FIRST))
    again = row_of(office, opening_id)
    assert (again.state, again.found) == (OpeningState.CONFIRMED, 3)
    assert len(office.rows(Found, opening_id=opening_id)) == 4
    [line] = [
        one for one in list_openings(1, office.unit_of_work(), office.actor(THIRD)) if one.id == opening_id
    ]
    assert (line.waiting, line.place) == (1, PLACE)


def test_nothing_is_made_of_a_thing_before_the_second_opener_has_confirmed(office: FullOffice) -> None:
    opening_id = begin(office)
    with pytest.raises(Conflict):
        register(office, opening_id, 1)
    with pytest.raises(Conflict):
        note(office, opening_id, 1, "empty")
    for nobody in (FIRST, THIRD):
        with pytest.raises(NotPermitted):
            confirm_opening(opening_id, office.unit_of_work(), office.actor(nobody))
    for _ in range(2):
        confirm_opening(opening_id, office.unit_of_work(), office.actor(SECOND))
    register(office, opening_id, 1)
    with pytest.raises(Conflict):
        withdraw_opening(opening_id, "少数了一件", office.unit_of_work(), office.actor(SECOND))
    for nobody in ("zhen.juquan", "guan.xitong"):
        with pytest.raises(NotPermitted):
            read_opening(opening_id, office.unit_of_work(), office.actor(nobody))


def test_what_was_not_so_is_withdrawn_and_stays_on_the_list(office: FullOffice) -> None:
    opening_id = begin(office)
    with pytest.raises(InvalidInput):
        withdraw_opening(opening_id, " ", office.unit_of_work(), office.actor(SECOND))
    with pytest.raises(NotPermitted):
        withdraw_opening(opening_id, "不是我", office.unit_of_work(), office.actor(THIRD))
    withdraw_opening(opening_id, "箱内是4件", office.unit_of_work(), office.actor(SECOND))
    with pytest.raises(Conflict):
        confirm_opening(opening_id, office.unit_of_work(), office.actor(SECOND))
    line = read_opening(opening_id, office.unit_of_work(), office.actor(FIRST)).line
    assert (line.state, line.withdrawn_note) == (OpeningState.WITHDRAWN, "箱内是4件")
    empty = confirmed(office, found=0)
    assert row_of(office, empty).state is OpeningState.ENDED


def test_a_thing_is_registered_once_by_those_who_opened_it_and_with_its_moment(office: FullOffice) -> None:
    opening_id = confirmed(office)
    wrong: dict[str, dict[str, object]] = {
        "channel": {"channel": Channel.LETTER},
        "received_at": {"received_at": office.clock.now() - timedelta(days=1)},
        "opened_by_first": {"opened_by_second": THIRD},
    }
    before = len(office.rows(Complaint))
    for name, told in wrong.items():
        with pytest.raises(InvalidInput) as refused:
            register(office, opening_id, 1, **told)
        assert dict(refused.value.errors) == {name: "AS_OPENED"}
    assert len(office.rows(Complaint)) == before
    sending = secrets.token_hex(16)
    first = register(office, opening_id, 1, submission_id=sending)
    assert register(office, opening_id, 1, submission_id=sending).complaint_id == first.complaint_id
    with pytest.raises(Conflict):
        register(office, opening_id, 1)
    with pytest.raises(Conflict):
        note(office, opening_id, 1, "empty")
    with pytest.raises(NotFound):
        register(office, opening_id, 4)
    assert len(office.rows(Complaint)) == before + 1


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"channel": "window"}, {"channel": "NOT_AN_OPTION"}),
        ({"place": " "}, {"place": "REQUIRED"}),
        ({"opened_at": None}, {"opened_at": "NOT_A_DATE"}),
        ({"found": None}, {"found": "FOUND_OUT_OF_RANGE"}),
        ({"found": 301}, {"found": "FOUND_OUT_OF_RANGE"}),
        ({"second_opener": FIRST}, {"second_opener": "SAME_PERSON"}),
        ({"second_opener": "zhen.juquan"}, {"second_opener": "NOT_AN_OPTION"}),
        ({"second_opener": ""}, {"second_opener": "REQUIRED"}),
    ],
)
def test_what_is_no_opening_by_two_is_refused(
    office: FullOffice, told: dict[str, object], fault: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        begin(office, **told)
    assert dict(refused.value.errors) == fault


def test_a_form_that_comes_again_is_the_same_opening(office: FullOffice) -> None:
    sending, moment = secrets.token_hex(16), office.clock.now()
    first = begin(office, submission_id=sending, opened_at=moment)
    assert begin(office, submission_id=sending, opened_at=moment) == first
    with pytest.raises(InvalidInput) as refused:
        begin(office, found=4, submission_id=sending, opened_at=moment)
    assert dict(refused.value.errors) == {"submission_id": "SENT_BEFORE"}
    with pytest.raises(InvalidInput) as refused:
        begin(office, opened_at=office.clock.now() + timedelta(minutes=1))
    assert dict(refused.value.errors) == {"opened_at": "IN_THE_FUTURE"}
    options = [option["value"] for option in list_second_openers(office.unit_of_work(), office.actor(FIRST))]
    assert SECOND in options
    assert FIRST not in options
    assert "zhen.juquan" not in options


def test_list_and_cover_sheets_are_printed_with_both_names_and_a_bar_for_each_thing(
    office: FullOffice,
) -> None:
    opening_id = confirmed(office)
    row = row_of(office, opening_id)
    filed = register(office, opening_id, 1)
    note(office, opening_id, 2, "advertisement 装修广告")
    listed = text_of_pdf(print_list(opening_id, office.unit_of_work(), office.actor(FIRST)).content)
    for told in (
        "登记表",
        PLACE,
        "温如声",
        "简登记",
        "3件",
        filed.number,
        "广告宣传品；装修广告",
        "签名",
        row.sign,
    ):
        assert told in listed, told
    covers = print_covers(opening_id, office.unit_of_work(), office.actor(FIRST)).content
    assert TypstPress().measure(covers) == 1
    assert word_cover(Cover(row.sign, 3)) in text_of_pdf(covers)
    note(office, opening_id, 3, "empty")
    with pytest.raises(NotFound):
        print_covers(opening_id, office.unit_of_work(), office.actor(FIRST))
    with pytest.raises(Conflict):
        print_covers(begin(office), office.unit_of_work(), office.actor(FIRST))


def test_the_list_has_every_opening(office: FullOffice) -> None:
    assert list_openings(1, office.unit_of_work(), office.actor(FIRST)).total == 0
    told = {begin(office), begin(office), begin(office)}
    listed = list_openings(1, office.unit_of_work(), office.actor(FIRST))
    assert listed.total == 3
    assert {line.id for line in listed.rows} == told
