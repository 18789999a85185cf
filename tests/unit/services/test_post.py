"""The list of the post: what comes on it, numbers for many at once, and an answer that is sent by being posted."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_answer import InterimAnswer
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, ClockStopReason, Outcome
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from models.ground.letter_codes import LetterReaders
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from services.case.completeness import Piece, list_missing_pieces
from services.casefile.answer_sendings import is_overtaken
from services.casefile.mail_number import find_fault, tidy
from services.letters.freeze_letter import FreezeLetter, freeze_in, freeze_letter
from services.post.list_letter import ListLetter, list_letter
from services.post.offer_letter import offer_letter
from services.post.record_fate import Fate, RecordFate, record_fate
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from services.views.came_back import SentDocument, list_to_send
from services.views.file_head import FileHead
from tests.both_databases.test_list_queries import statements
from tests.frozen_answer import freeze_answer, freeze_waiting
from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act, case_of
from tests.unit.services.test_answer_sending import (
    CLERK,
    HANDLER,
    clock,
    give,
    ready,
    sendings,
    told_engine,
)
from tests.unit.services.test_interim_answer import FIRST, approved, hear_outside, mixed

NUMBER, OTHER_NUMBER = "XA33000012345", "XA33000012346"
REGISTERED = {"ways": ["registered_letter"], "mail_no": NUMBER}
BY_POST = {"ways": ["registered_letter", "query_code"], "to_post": True}


def deliveries(office: FullOffice, case: str, purpose: DeliveryPurpose) -> list[LetterDelivery]:
    return office.rows(LetterDelivery, complaint_id=case, purpose=purpose)


def post(office: FullOffice, *letters: tuple[str, str], day: str = "") -> int:
    """What answers is frozen before, where a test has not said when."""
    for delivery_id, _ in letters:
        for row in office.rows(LetterDelivery, id=delivery_id):
            if not is_overtaken(row, office.rows(Complaint, id=row.complaint_id)[0]) and not day:
                freeze_waiting(office, row.complaint_id)
    return record(office, *letters, day=day)


def record(office: FullOffice, *letters: tuple[str, str], day: str = "") -> int:
    posted = tuple(PostedLetter(*letter) for letter in letters)
    command = RecordPosting(posted, date.fromisoformat(day) if day else None)
    return record_posting(command, office.unit_of_work(), office.actor(CLERK))


def tell(office: FullOffice, row: LetterDelivery, fate: Fate, *told_of_it: str) -> None:
    """Day and words, where they are not those of this test."""
    (row,) = office.rows(LetterDelivery, id=row.id)
    day, text = (
        (*told_of_it, "2026-09-08", "邮局批注")[:2] if len(told_of_it) != 1 else (*told_of_it, "邮局批注")
    )
    told = RecordFate(row.id, fate, row.version, date.fromisoformat(day), text)
    record_fate(told, office.unit_of_work(), office.actor(CLERK))


def clock_of_subject(office: FullOffice, subject_id: str) -> Clock:
    """The limit for sending again what came back."""
    (row,) = office.rows(Clock, subject_id=subject_id)
    return row


def freeze(office: FullOffice, case: str) -> str:
    command = FreezeLetter(case, "acceptance_notice", "round-1", {}, None, "https://office.example/")
    return freeze_letter(command, office.unit_of_work(), office.actor(CLERK))


def letter_out(office: FullOffice, case: str) -> str | None:
    """The sending whose proof or return the page of the case asks for."""
    with office.unit_of_work().reading() as unit:
        found = FileHead(unit.session.get_one(Complaint, case), unit, office.actor(CLERK)).letter_out
        return None if found is None else found.id


def test_receipt_and_letters_of_who_wished_a_letter_come_on_the_list_by_themselves(
    office: FullOffice,
) -> None:
    """DM-28: the first contact of somebody without telephone and internet is the letter that was posted to him."""
    case = office.file(feedback_way="书面").complaint_id
    accept(office, case)
    letter = freeze(office, case)
    (receipt,) = deliveries(office, case, DeliveryPurpose.RECEIPT)
    (notice,) = deliveries(office, case, DeliveryPurpose.LETTER)
    assert (notice.subject, notice.way, notice.made_by) == (letter, Way.REGISTERED_LETTER, None)
    assert (notice.to_name, notice.to_address) == (None, None)
    office.clock.set("2026-09-08T10:00")
    assert post(office, (receipt.id, "xa 3300-0012345"), (notice.id, OTHER_NUMBER)) == 2
    (receipt,) = deliveries(office, case, DeliveryPurpose.RECEIPT)
    assert (receipt.mail_no, receipt.state) == (NUMBER, DeliveryState.POSTED)
    assert left(office, case) == [("post", "post", ("name", "address"))] * 2
    contact = clock(office, case, ClockKind.FIRST_CONTACT)
    assert case_of(office, case).first_contact_staff == CLERK
    assert contact is None or contact.stopped_at is not None
    tell(office, notice, Fate.RETURNED, "2026-09-08")
    list_letter(ListLetter(letter), office.unit_of_work(), office.actor(CLERK))
    first, second = deliveries(office, case, DeliveryPurpose.LETTER)
    assert [(row.attempt, row.state) for row in (first, second)] == [
        (1, DeliveryState.RETURNED),
        (2, DeliveryState.TO_POST),
    ]
    with pytest.raises(Conflict):
        list_letter(ListLetter(letter), office.unit_of_work(), office.actor(CLERK))
    told = [
        row.kind for row in office.rows(TrailEvent, complaint_id=case) if row.kind.startswith("delivery.")
    ]
    assert told == ["delivery.posted", "delivery.posted", "delivery.returned", "delivery.listed"]


# Why, and where to go.
SAID_OF = {
    "refusal_notice": ("正在司法审理中", "《中华人民共和国民事诉讼法》第六条", "云河市临江区人民法院"),
    "referral_notice": ("由有权处理的单位办理", "云河市城市管理综合执法支队"),
}


@pytest.mark.parametrize("kind", SAID_OF)
@pytest.mark.parametrize("wish", ["letter", "email"])
def test_a_refusal_and_a_referral_are_told_in_writing_by_the_wished_way(
    office: FullOffice, kind: str, wish: str
) -> None:
    """R22: with the reason and the right place; by post for who wished a letter, by mail for who wished that, by one alone."""
    case = mixed(office, feedback_way=wish, email="jian@example.com").complaint_id
    command = FreezeLetter(case, kind, "round-1", {}, None, "https://office.example/")
    with office.unit_of_work() as unit:
        letter = freeze_in(command, unit, office.actor(CLERK))
    listed = [row.subject for row in deliveries(office, case, DeliveryPurpose.LETTER)]
    mailed = [row.letter_id for row in office.rows(Dispatch, complaint_id=case) if row.letter_id]
    assert (listed, mailed) == (([letter], []) if wish == "letter" else ([], [letter]))
    (row,) = office.rows(CaseLetter, complaint_id=case, id=letter)
    assert [words for words in SAID_OF[kind] if words not in str(row.content)] == []


def test_nothing_is_listed_for_who_wished_another_way(office: FullOffice) -> None:
    case = office.file(feedback_way="phone").complaint_id
    accept(office, case)
    freeze(office, case)
    assert office.rows(LetterDelivery, complaint_id=case) == []


def test_an_answer_left_to_the_mail_room_is_sent_when_it_is_posted(office: FullOffice) -> None:
    """DM-9: the limit runs until the letter is handed to the post, by whose day and number it is met."""
    case = ready(office)
    give(office, case, **BY_POST)
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert limit is not None
    assert (limit.stopped_at, sendings(office, case)) == (None, [])
    assert office.rows(Answer)[0].ways == ["query_code"], "nobody is told that it went by letter"
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    with pytest.raises(RuleRefused):
        tell(office, row, Fate.TAKEN_OFF)
    office.clock.set("2026-09-08T09:00")
    freeze_waiting(office, case)
    office.clock.set("2026-09-10T15:00")
    with pytest.raises(InvalidInput) as refused:
        post(office, (row.id, NUMBER), day="2026-09-07")
    assert refused.value.errors == {"posted_on": "BEFORE_LETTER"}, "the letter tells its day"
    assert post(office, (row.id, NUMBER), day="2026-09-08") == 1
    assert post(office, (row.id, NUMBER), day="2026-09-08") == 0
    (sending,) = sendings(office, case)
    assert office.rows(Answer)[0].ways == sending.ways
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert limit is not None
    assert sending.sent_at == limit.stopped_at == parse_moment("2026-09-08T17:00")
    assert (sending.mail_no, sending.sent_by, sending.ways) == (NUMBER, CLERK, BY_POST["ways"])
    assert office.rows(Answer, complaint_id=case)[0].delivered_at == sending.sent_at
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    assert (row.sending_id, row.mail_no, row.sent_at) == (sending.id, None, None)


def test_no_answer_was_posted_before_it_was_written_nor_again_before_it_was_sent(office: FullOffice) -> None:
    """DM-9: a day before the answer was left to the mail room met a limit that was missed."""
    case = ready(office)
    office.clock.set("2026-09-09T18:00")
    give(office, case, **BY_POST)
    freeze_waiting(office, case)
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    office.clock.set("2026-09-10T10:00")
    with pytest.raises(InvalidInput) as refused:
        post(office, (row.id, NUMBER), day="2026-09-08")
    assert refused.value.errors == {"posted_on": "BEFORE_LETTER"}
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", HANDLER, **REGISTERED, sent_on="2026-09-08")
    assert refused.value.errors == {"sent_on": "BEFORE_LETTER"}
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is None
    post(office, (row.id, NUMBER), day="2026-09-09")
    assert sendings(office, case)[0].sent_at == parse_moment("2026-09-09T18:00"), "after it was written"
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", HANDLER, ways=["platform"], sent_on="2026-09-08")
    assert refused.value.errors == {"sent_on": "BEFORE_SENDING"}


@pytest.mark.parametrize("purpose", [DeliveryPurpose.ANSWER, DeliveryPurpose.INTERIM])
def test_what_answers_is_posted_as_a_frozen_letter_and_as_nothing_else(
    office: FullOffice, purpose: DeliveryPurpose
) -> None:
    """DM-33: without a number and a kept page nobody knows what left, and an approval that is asked for was passed by."""
    if purpose is DeliveryPurpose.ANSWER:
        give(office, case := ready(office), **BY_POST)
    else:
        case = approved(office).complaint_id
        act(office, case, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["letter"]})
    (row,) = deliveries(office, case, purpose)
    with pytest.raises(InvalidInput) as refused:
        record(office, (row.id, NUMBER))
    assert refused.value.errors == {f"number-{row.id}": "LETTER_NOT_FROZEN"}
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is None
    freeze_waiting(office, case)
    assert record(office, (row.id, NUMBER)) == 1


def test_a_typed_number_leaves_the_letter_of_the_answer_to_be_frozen_and_the_file_names_it(
    office: FullOffice,
) -> None:
    case = ready(office)
    give(office, case, **REGISTERED)

    def is_missing() -> bool:
        with office.unit_of_work().reading() as unit:
            return Piece.ANSWER_LETTER in list_missing_pieces(unit.session.get_one(Complaint, case), unit)

    assert is_missing()
    freeze_answer(office, case)
    assert not is_missing()


def test_the_file_of_who_is_served_by_letters_alone_names_receipt_and_notice_that_went_on_no_paper(
    office: FullOffice,
) -> None:
    """W13; nobody else's file asks for them."""
    on_paper = {Piece.RECEIPT_SENT, Piece.ACCEPTANCE_LETTER}

    def missing(case: str) -> set[str]:
        with office.unit_of_work().reading() as unit:
            return on_paper & set(list_missing_pieces(unit.session.get_one(Complaint, case), unit))

    case, other = office.file(feedback_way="书面").complaint_id, office.file().complaint_id
    for one in (case, other):
        accept(office, one)
    with office.unit_of_work() as unit:
        for one in (case, other):
            unit.session.get_one(Complaint, one).outcome = Outcome.ACCEPTED
    assert (missing(case), missing(other)) == (on_paper, set())
    office.clock.set("2026-09-08T10:00")
    assert post(office, (deliveries(office, case, DeliveryPurpose.RECEIPT)[0].id, NUMBER)) == 1
    assert missing(case) == {Piece.ACCEPTANCE_LETTER}
    freeze(office, case)
    assert missing(case) == set()
    assert len(deliveries(office, case, DeliveryPurpose.LETTER)) == 1, "and it goes to him by post"


def test_the_return_visit_counts_from_the_proof_of_the_second_posting(office: FullOffice) -> None:
    """W13: returned once, posted again, delivered; one record with the sendings of the answer."""
    case = ready(office)
    give(office, case, **BY_POST)
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    post(office, (row.id, NUMBER))
    office.clock.set("2026-09-14T10:00")
    tell(office, row, Fate.RETURNED, "2026-09-14", "收件人已迁走")
    assert sendings(office, case)[0].return_reason == "收件人已迁走"
    act(office, case, "send-answer-again", HANDLER, **BY_POST)
    again = deliveries(office, case, DeliveryPurpose.ANSWER)[-1]
    post(office, (again.id, OTHER_NUMBER))
    assert clock(office, case, ClockKind.RETURN_VISIT) is None
    office.clock.set("2026-09-18T10:00")
    tell(office, again, Fate.ARRIVED, "2026-09-17", "本人签收")
    visit = clock(office, case, ClockKind.RETURN_VISIT)
    assert visit is not None
    assert visit.opened_at == parse_moment("2026-09-17T12:00")
    assert [row.mail_no for row in sendings(office, case)] == [NUMBER, OTHER_NUMBER]
    with pytest.raises(Conflict):
        tell(office, again, Fate.RETURNED, "2026-09-18")


@pytest.mark.parametrize("ways", [["letter"], ["letter", "query_code"]])
def test_a_letter_without_a_number_meets_no_limit_before_it_is_posted_with_one(
    office: FullOffice, ways: list[str]
) -> None:
    """The answer limit is met by a letter handed to the post with a number; a plain one is no answer."""
    case = ready(office)
    give(office, case, ways=ways)
    assert told_engine(office)["return_visit_clock_id"] is None
    assert (sendings(office, case), clock(office, case, ClockKind.FEEDBACK).stopped_at) == ([], None)
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    with pytest.raises(InvalidInput) as refused:
        post(office, (row.id, ""))
    assert refused.value.errors == {f"number-{row.id}": "REQUIRED"}
    office.clock.set("2026-09-08T10:00")
    assert post(office, (row.id, NUMBER)) == 1
    (sending,) = sendings(office, case)
    assert (sending.ways, sending.mail_no) == (ways, NUMBER)
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at == sending.sent_at == office.clock.now()
    assert clock(office, case, ClockKind.RETURN_VISIT) is None, "nobody knows yet that it has arrived"
    assert letter_out(office, case) == sending.id, "the page of the case asks for its proof"
    office.clock.set("2026-09-10T10:00")
    tell(office, row, Fate.ARRIVED, "2026-09-09", "投递系统显示妥投")
    assert letter_out(office, case) is None
    assert sendings(office, case)[0].delivered_on == date(2026, 9, 9)
    assert clock(office, case, ClockKind.RETURN_VISIT).opened_at == parse_moment("2026-09-09T12:00")


def test_what_is_told_at_once_meets_the_limit_and_its_letter_is_a_sending_of_its_own(
    office: FullOffice,
) -> None:
    case = ready(office)
    give(office, case, ways=["phone", "letter"])
    assert [row.ways for row in sendings(office, case)] == [["phone"]]
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is not None
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    post(office, (row.id, NUMBER))
    assert [(row.ways, row.mail_no) for row in sendings(office, case)] == [
        (["phone"], None),
        (["letter"], NUMBER),
    ]


def test_an_interim_answer_left_to_the_mail_room_meets_the_limit_when_it_is_posted(
    office: FullOffice,
) -> None:
    """It stands on the list as the answer does; its return is recorded there, and it is sent again from there."""
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["letter"]})
    (row,) = deliveries(office, case, DeliveryPurpose.INTERIM)
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is None
    office.clock.set("2026-09-08T10:00")
    assert post(office, (row.id, NUMBER)) == 1
    (interim,) = office.rows(InterimAnswer, complaint_id=case)
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert (limit.stopped_at, limit.stop_reason) == (office.clock.now(), "interim_answered")
    assert (interim.sent_at, interim.mail_no) == (office.clock.now(), NUMBER)
    tell(office, row, Fate.RETURNED, "2026-09-08", "查无此人")
    act(office, case, "send-answer-again", HANDLER, ways=["letter"])
    again = deliveries(office, case, DeliveryPurpose.INTERIM)[-1]
    assert clock(office, case, ClockKind.SEND_AGAIN).stopped_at is None
    hear_outside(office, case)
    give(office, case)
    (again,) = office.rows(LetterDelivery, id=again.id)
    assert again.state is DeliveryState.TAKEN_OFF, "the answer takes its place"


def test_the_posting_of_an_interim_answer_meets_nothing_once_the_answer_itself_is_due(
    office: FullOffice,
) -> None:
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["letter"]})
    hear_outside(office, case)
    (row,) = deliveries(office, case, DeliveryPurpose.INTERIM)
    assert post(office, (row.id, NUMBER)) == 1
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is None


def letter_to_others(office: FullOffice) -> tuple[str, str]:
    """The case, and the letter."""
    case = office.file().complaint_id
    accept(office, case)
    letter_id = freeze(office, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(CaseLetter, letter_id).readers = LetterReaders.OTHERS
    return case, letter_id


def list_to(office: FullOffice, letter_id: str, name: str, instead_of: str = "") -> LetterDelivery:
    told = ListLetter(letter_id, Way.REGISTERED_LETTER, name, "云河市政务路1号 310000", instead_of)
    list_letter(told, office.unit_of_work(), office.actor(CLERK))
    return max(office.rows(LetterDelivery, subject=letter_id), key=lambda row: row.attempt)


def test_a_letter_to_others_goes_again_under_its_right_name_and_is_owed_no_more(office: FullOffice) -> None:
    """A wrong addressee comes back; whoever lists it again says that it takes that one's place."""
    case, letter_id = letter_to_others(office)

    def to(name: str, instead_of: str = "") -> LetterDelivery:
        return list_to(office, letter_id, name, instead_of)

    first = to("云河市人社局")
    office.clock.set("2026-09-08T10:00")
    post(office, (first.id, NUMBER))
    with pytest.raises(InvalidInput) as refused:
        to("云河市医保局", first.id)
    assert refused.value.errors == {"instead_of": "NOT_AN_OPTION"}, "it is still out"
    tell(office, first, Fate.RETURNED, "2026-09-08", "名称不符")
    other = to("云河市医保局")
    post(office, (other.id, "XA33000012347"))
    assert clock(office, case, ClockKind.SEND_AGAIN).stopped_at is None, "that was somebody else"
    tell(office, other, Fate.RETURNED, "2026-09-08", "名称不符")
    mistaken = to("云河市医保局", first.id)
    tell(office, mistaken, Fate.TAKEN_OFF)
    other = to("云河市医保局")
    post(office, (other.id, "XA33000012349"))
    owed = clock_of_subject(office, first.id)
    assert owed.stopped_at is None, "what was not posted took nobody's place"
    assert offered(office, letter_id) == [first.id], "the other one went again by itself"
    right = to("云河市人力资源和社会保障局", first.id)
    assert offered(office, letter_id) == [], "one waits in its place"
    with pytest.raises(InvalidInput):
        to("云河市人社局第三科", first.id)
    post(office, (right.id, OTHER_NUMBER))
    assert clock_of_subject(office, first.id).stopped_at is not None
    assert right.instead_of == first.id


def offered(office: FullOffice, letter_id: str) -> list[str]:
    """The attempts that another one may take the place of."""
    return [line.id for line in offer_letter(letter_id, office.unit_of_work(), office.actor(CLERK)).came_back]


def test_a_letter_to_many_others_is_offered_with_as_many_statements_as_one_to_few(office: FullOffice) -> None:
    """However many of them came back."""
    _, letter_id = letter_to_others(office)
    rows = [list_to(office, letter_id, f"云河市第{number}医院").id for number in range(5)]
    with statements(office) as asked:
        assert offered(office, letter_id) == []
    few = len(asked)
    with office.unit_of_work() as unit:
        for each in rows:
            unit.session.get_one(LetterDelivery, each).returned_on = date(2026, 9, 8)
    with statements(office) as asked:
        assert offered(office, letter_id) == rows
    assert len(asked) == few


def test_what_is_told_otherwise_waits_on_the_list_no_more(office: FullOffice) -> None:
    case = ready(office)
    give(office, case, **BY_POST)
    act(office, case, "send-answer-again", HANDLER, ways=["phone"])
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    assert (row.state, row.taken_off_by) == (DeliveryState.TAKEN_OFF, HANDLER)
    met = clock(office, case, ClockKind.FEEDBACK)
    assert met is not None
    assert met.stopped_at is not None


def test_an_answer_that_is_told_at_once_is_not_left_to_the_post(office: FullOffice) -> None:
    case = ready(office)
    with pytest.raises(InvalidInput) as refused:
        give(office, case, ways=["phone", "letter"], to_post=True)
    assert refused.value.errors == {"to_post": "POST_ALONE"}


def test_a_number_that_the_handler_typed_stands_on_the_list_as_posted(office: FullOffice) -> None:
    """One record: the list shows the sending, and its number is given to no other letter."""
    case = ready(office)
    give(office, case, ways=["registered_letter"], mail_no=NUMBER)
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    assert row.sending_id == office.rows(AnswerSending, complaint_id=case)[0].id
    assert left(office, case) == [("post", "post", ("name", "address"))]
    other = office.file(feedback_way="书面", address="203.0.113.9").complaint_id
    (receipt,) = deliveries(office, other, DeliveryPurpose.RECEIPT)
    with pytest.raises(InvalidInput) as refused:
        post(office, (receipt.id, NUMBER))
    assert refused.value.errors == {f"number-{receipt.id}": "MAIL_NO_TAKEN"}


def test_wrong_and_double_numbers_are_named_and_nothing_is_recorded(office: FullOffice) -> None:
    cases = [office.file(feedback_way="书面", address=f"203.0.113.{n}").complaint_id for n in (21, 22, 23)]
    rows = [deliveries(office, case, DeliveryPurpose.RECEIPT)[0] for case in cases]
    with pytest.raises(InvalidInput) as refused:
        post(office, (rows[0].id, NUMBER), (rows[1].id, NUMBER), (rows[2].id, "12"))
    assert refused.value.errors == {
        f"number-{rows[0].id}": "MAIL_NO_TWICE",
        f"number-{rows[1].id}": "MAIL_NO_TWICE",
        f"number-{rows[2].id}": "BAD_MAIL_NO",
    }
    assert all(
        row.sent_at is None for case in cases for row in office.rows(LetterDelivery, complaint_id=case)
    )
    for day, code in (("2026-09-08", "IN_THE_FUTURE"), ("2026-09-06", "BEFORE_LETTER")):
        with pytest.raises(InvalidInput) as refused:
            post(office, (rows[0].id, NUMBER), day=day)
        assert refused.value.errors == {"posted_on": code}
    with pytest.raises(NotPermitted):
        record_posting(
            RecordPosting((PostedLetter(rows[0].id, NUMBER),)),
            office.unit_of_work(),
            office.actor("fang.huiyin"),
        )


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (" ra123456785cn", None),
        ("RA123456784CN", "BAD_MAIL_NO"),
        ("ＸＡ３３００００１２３４５", None),
        ("EMS", "BAD_MAIL_NO"),
        (" ", "REQUIRED"),
    ],
)
def test_a_number_is_read_as_the_post_prints_it(typed: str, fault: str | None) -> None:
    assert find_fault(tidy(typed)) == fault


def test_a_letter_to_others_needs_its_addressee(office: FullOffice) -> None:
    case = office.file().complaint_id
    accept(office, case)
    letter_id = freeze(office, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(CaseLetter, letter_id).readers = LetterReaders.OTHERS
    with pytest.raises(InvalidInput) as refused:
        list_letter(ListLetter(letter_id, Way.EMAIL), office.unit_of_work(), office.actor(CLERK))
    assert refused.value.errors == {"way": "NOT_AN_OPTION", "to_name": "REQUIRED", "to_address": "REQUIRED"}
    told = ListLetter(letter_id, Way.LETTER, "云河市人社局", "云河市政务路1号 310000")
    list_letter(told, office.unit_of_work(), office.actor(CLERK))
    (row,) = office.rows(LetterDelivery, complaint_id=case)
    assert (row.to_name, row.to_address) == ("云河市人社局", "云河市政务路1号 310000")
    assert post(office, (row.id, "")) == 1


def test_a_letter_that_comes_back_has_a_limit_to_go_again_with_a_number_or_without(
    office: FullOffice,
) -> None:
    """A plain letter too: the limit opens with the return, once, and is met when the letter is posted again."""
    case = office.file().complaint_id
    accept(office, case)
    letter_id = freeze(office, case)
    list_letter(ListLetter(letter_id, Way.LETTER), office.unit_of_work(), office.actor(CLERK))
    (row,) = office.rows(LetterDelivery, complaint_id=case)
    office.clock.set("2026-09-08T10:00")
    assert post(office, (row.id, "")) == 1
    tell(office, row, Fate.RETURNED, "2026-09-08", "查无此人")
    limit = clock(office, case, ClockKind.SEND_AGAIN)
    assert limit is not None
    assert (limit.subject_id, limit.stopped_at) == (row.id, None)
    (owed,) = list_to_send(office.unit_of_work(), office.actor(CLERK))
    assert (owed.document, owed.ways, owed.letter_id, owed.reason) == (
        SentDocument.LETTER,
        (Way.LETTER,),
        letter_id,
        "查无此人",
    )
    with pytest.raises(Conflict):
        tell(office, row, Fate.RETURNED, "2026-09-08", "查无此人")
    list_letter(ListLetter(letter_id), office.unit_of_work(), office.actor(CLERK))
    second = next(one for one in office.rows(LetterDelivery, complaint_id=case) if one.attempt == 2)
    assert clock(office, case, ClockKind.SEND_AGAIN).stopped_at is None, "listed is not sent"
    assert post(office, (second.id, NUMBER)) == 1
    assert clock(office, case, ClockKind.SEND_AGAIN).stopped_at is not None
    assert list_to_send(office.unit_of_work(), office.actor(CLERK)) == []


def test_a_receipt_that_comes_back_stands_on_the_list_again_and_has_a_limit(office: FullOffice) -> None:
    """Met by the next posting; it ends where somebody says why nothing is sent any more."""
    case = office.file(feedback_way="书面").complaint_id
    office.clock.set("2026-09-08T10:00")
    for attempt in (1, 2):
        row = deliveries(office, case, DeliveryPurpose.RECEIPT)[-1]
        assert (row.attempt, row.state) == (attempt, DeliveryState.TO_POST)
        assert post(office, (row.id, NUMBER if attempt == 1 else OTHER_NUMBER)) == 1
        tell(office, row, Fate.RETURNED, "2026-09-08", "查无此人")
        assert clock_of_subject(office, row.id).stopped_at is None
        (owed,) = list_to_send(office.unit_of_work(), office.actor(CLERK))
        assert (owed.document, owed.letter_id, owed.is_listed) == (SentDocument.RECEIPT, None, True)
    first, second, third = deliveries(office, case, DeliveryPurpose.RECEIPT)
    assert clock_of_subject(office, first.id).stop_reason == ClockStopReason.SENT
    tell(office, third, Fate.TAKEN_OFF, "2026-09-08", "本人已到大厅领取")
    assert clock_of_subject(office, second.id).stop_reason == ClockStopReason.CANCELLED
    assert list_to_send(office.unit_of_work(), office.actor(CLERK)) == []
