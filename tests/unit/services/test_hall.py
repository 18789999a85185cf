"""An answer in person waits in the hall: it is sent when it is handed over against an identity document and a signed slip."""

from __future__ import annotations

from functools import partial

import pytest

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, Outcome
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState, IdentityDocument
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from services.case.completeness import Piece, list_missing_pieces
from services.casefile.post_list import NewDelivery, put_on_list
from services.post.hall_documents import HallCase, get_hall_case
from services.post.hand_over import HandOver, hand_over
from services.post.list_letter import ListLetter, list_letter
from services.post.list_post import PostGroup, PostLine, SearchPost, list_post
from services.post.print_for_post import PrintForPost, print_for_post
from services.post.record_fate import Fate
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from services.unit_of_work import Unit
from services.views.task_page import get_task
from tests.frozen_answer import freeze_answer
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, submit
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import (
    CLERK,
    HANDLER,
    clock,
    give,
    ready,
    sendings,
    told_engine,
)
from tests.unit.services.test_interim_answer import FIRST, approved
from tests.unit.services.test_post import NUMBER, OTHER_NUMBER, deliveries, freeze, post, tell

ANSWER = "answer-round-1"


def kept(office: FullOffice, case: str, purpose: DeliveryPurpose = DeliveryPurpose.ANSWER) -> LetterDelivery:
    """The one row of it on the list."""
    (row,) = deliveries(office, case, purpose)
    return row


def hall_of(office: FullOffice, case: str) -> HallCase:
    return get_hall_case(case, office.unit_of_work(), office.actor(CLERK))


def fetch(
    office: FullOffice, case: str, document: str = ANSWER, *, is_signed: bool = True, login: str = CLERK
) -> None:
    """Its letter is frozen before, where a test has not said when."""
    purpose, _, subject = document.partition("-")
    freeze_answer(office, case, subject, DeliveryPurpose(purpose))
    sign(office, case, document, is_signed=is_signed, login=login)


def sign(
    office: FullOffice, case: str, document: str = ANSWER, *, is_signed: bool = True, login: str = CLERK
) -> None:
    told = HandOver(case, (document,), IdentityDocument.ID_CARD, is_slip_signed=is_signed)
    hand_over(told, office.unit_of_work(), office.actor(login))


def refused_to(office: FullOffice, case: str, document: str, login: str = CLERK) -> dict[str, str]:
    """What is wrong with its being handed over by this person."""
    with pytest.raises(InvalidInput) as refused:
        fetch(office, case, document, login=login)
    return refused.value.errors


def lines(office: FullOffice, group: PostGroup) -> list[PostLine]:
    found = list_post(SearchPost(group), office.unit_of_work(), office.actor(CLERK))
    return [line for line in found if line.told.purpose is not DeliveryPurpose.RECEIPT]


def missing_at(case: str, outcome: Outcome, unit: Unit) -> list[str]:
    complaint = unit.session.get_one(Complaint, case)
    complaint.outcome = outcome
    return list_missing_pieces(complaint, unit)


@pytest.mark.parametrize("ways", [["in_person"], ["in_person", "query_code"]])
def test_a_tick_meets_no_limit_before_the_hall_has_seen_a_document_and_has_a_signature(
    office: FullOffice, ways: list[str]
) -> None:
    """The answer limit is met by the hall's signed slip: a tick of whoever answers is no sending and tells nobody."""
    case = ready(office)
    give(office, case, ways=ways)
    assert told_engine(office)["return_visit_clock_id"] is None
    limit, row = clock(office, case, ClockKind.FEEDBACK), kept(office, case)
    assert (sendings(office, case), limit.stopped_at) == ([], None)
    assert office.rows(Answer, complaint_id=case)[0].ways == ["query_code"]
    with pytest.raises(RuleRefused):
        submit(
            office, case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="4", way="phone"
        )
    # Also of an answer that refuses, says who decides, or ends what was withdrawn.
    for outcome in (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFERRED, Outcome.WITHDRAWN):
        assert Piece.DELIVERY in office.unit_of_work().look(partial(missing_at, case, outcome)), outcome
    office.clock.set("2026-09-08T10:00")
    assert [one.lacks_letter for one in hall_of(office, case).documents] == [True]
    with pytest.raises(InvalidInput) as refused:
        sign(office, case)
    assert refused.value.errors == {"documents": "LETTER_NOT_FROZEN"}
    with pytest.raises(InvalidInput) as refused:
        fetch(office, case, is_signed=False)
    assert refused.value.errors == {"is_slip_signed": "REQUIRED"}
    assert sendings(office, case) == []
    fetch(office, case)
    (sending,) = sendings(office, case)
    assert (sending.ways, sending.sent_at, sending.sent_by) == (ways, office.clock.now(), CLERK)
    assert sending.proof == "本人在窗口领取，送达回证已签名。"
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at == sending.sent_at
    assert clock(office, case, ClockKind.RETURN_VISIT).opened_at == sending.sent_at
    assert office.rows(Answer, complaint_id=case)[0].ways == ways
    taken = kept(office, case)
    assert (taken.id, taken.sending_id, taken.identity_document) == (
        row.id,
        sending.id,
        IdentityDocument.ID_CARD,
    )


def test_what_waits_in_the_hall_stands_on_its_page_and_list_with_the_last_day(office: FullOffice) -> None:
    """It stands on the list of the hall alone: the mail room posts it not, and writes no envelope."""
    case = ready(office, feedback_way="当面")
    give(office, case, ways=["in_person"])
    (event,) = office.rows(TrailEvent, complaint_id=case, kind="delivery.kept_in_hall")
    assert (event.actor, event.payload["subject"]) == (HANDLER, "round-1")
    limit, page = clock(office, case, ClockKind.FEEDBACK), hall_of(office, case)
    assert ([(one.id, one.is_kept) for one in page.documents], page.due_at) == (
        [(ANSWER, True)],
        limit.due_at,
    )
    assert lines(office, PostGroup.TO_POST) == []
    (line,) = lines(office, PostGroup.IN_HALL)
    assert (line.told.state, line.told.needs_number, line.due_at) == (
        DeliveryState.IN_HALL,
        False,
        limit.due_at,
    )
    row = kept(office, case)
    with pytest.raises(InvalidInput) as refused:
        post(office, (row.id, NUMBER))
    assert refused.value.errors == {f"number-{row.id}": "NOT_TO_POST"}
    with pytest.raises(InvalidInput) as refused:
        print_for_post(PrintForPost((row.id,)), office.unit_of_work(), office.actor(CLERK))
    assert refused.value.errors == {f"chosen-{row.id}": "NOT_TO_POST"}
    fetch(office, case)
    assert (lines(office, PostGroup.IN_HALL), hall_of(office, case).documents) == ([], ())


def test_what_is_told_at_once_meets_the_limit_and_nobody_has_to_come_for_it(office: FullOffice) -> None:
    case = ready(office)
    give(office, case, ways=["phone", "in_person"])
    assert [row.ways for row in sendings(office, case)] == [["phone"]]
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is not None
    assert hall_of(office, case).due_at is None
    assert [line.may_take_off for line in lines(office, PostGroup.IN_HALL)] == [True]
    tell(office, kept(office, case), Fate.TAKEN_OFF, "2026-09-08", "电话已告知，投诉人不来领取")
    assert lines(office, PostGroup.IN_HALL) == []
    give_again = {"ways": ["in_person"]}
    act(office, case, "send-answer-again", HANDLER, **give_again)
    fetch(office, case)
    assert [row.ways for row in sendings(office, case)] == [["phone"], ["in_person"]]


def test_who_never_comes_is_told_by_another_way_and_nothing_is_dropped_before(office: FullOffice) -> None:
    """Left to the post it is the same row there, posted as a letter that nobody fetched; told by telephone it waits no more."""
    case = ready(office)
    give(office, case, ways=["in_person"])
    row = kept(office, case)
    with pytest.raises(RuleRefused) as refused:
        tell(office, row, Fate.TAKEN_OFF)
    assert refused.value.code == "ANSWER_NOT_SENT"
    assert [line.may_take_off for line in lines(office, PostGroup.IN_HALL)] == [False], "and not offered"
    act(office, case, "send-answer-again", HANDLER, ways=["letter", "in_person"])
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at is None
    assert (kept(office, case).id, kept(office, case).state) == (row.id, DeliveryState.TO_POST)
    assert len(office.rows(TrailEvent, complaint_id=case, kind="delivery.listed")) == 1
    assert [one.is_kept for one in hall_of(office, case).documents] == [False]
    assert lines(office, PostGroup.IN_HALL) == []
    post(office, (row.id, NUMBER))
    (sending,) = sendings(office, case)
    assert (sending.ways, sending.mail_no) == (["letter"], NUMBER)
    assert clock(office, case, ClockKind.FEEDBACK).stopped_at == sending.sent_at
    act(office, case, "send-answer-again", HANDLER, ways=["in_person"])
    act(office, case, "send-answer-again", HANDLER, ways=["phone"])
    assert deliveries(office, case, DeliveryPurpose.ANSWER)[-1].state is DeliveryState.TAKEN_OFF


def test_what_was_left_to_the_post_and_is_fetched_before_is_posted_no_more(office: FullOffice) -> None:
    case = ready(office)
    give(office, case, ways=["letter", "in_person"])
    fetch(office, case)
    assert [(row.ways, row.mail_no) for row in sendings(office, case)] == [(["in_person"], None)]
    assert [(row.way, row.state) for row in deliveries(office, case, DeliveryPurpose.ANSWER)] == [
        (Way.LETTER, DeliveryState.TAKEN_OFF),
        (Way.IN_PERSON, DeliveryState.POSTED),
    ]


def test_a_letter_with_its_number_is_sent_and_its_copy_waits_in_the_hall(office: FullOffice) -> None:
    case = ready(office)
    give(office, case, ways=["registered_letter", "in_person"], mail_no=NUMBER)
    assert [row.ways for row in sendings(office, case)] == [["registered_letter"]]
    assert [(row.way, row.state) for row in deliveries(office, case, DeliveryPurpose.ANSWER)] == [
        (Way.REGISTERED_LETTER, DeliveryState.POSTED),
        (Way.IN_PERSON, DeliveryState.IN_HALL),
    ]
    assert clock(office, case, ClockKind.RETURN_VISIT) is None
    fetch(office, case)
    assert clock(office, case, ClockKind.RETURN_VISIT).opened_at == office.clock.now()


def test_why_it_goes_by_another_way_than_was_wished_stands_with_the_sending_of_the_hall(
    office: FullOffice,
) -> None:
    case = ready(office, feedback_way="书面")
    give(office, case, ways=["in_person"], other_way_reason="本人来电要求到窗口领取")
    fetch(office, case)
    assert sendings(office, case)[0].other_way_reason == "本人来电要求到窗口领取"


def test_an_interim_answer_in_person_meets_the_limit_when_it_is_fetched(office: FullOffice) -> None:
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["in_person"]})
    (interim,) = office.rows(InterimAnswer, complaint_id=case)
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert (interim.ways, limit.stopped_at) == (["query_code"], None)
    (document,) = hall_of(office, case).documents
    assert (document.name, document.is_kept) == ("先行答复", True)
    (line,) = lines(office, PostGroup.IN_HALL)
    assert (line.title, line.due_at) == ("先行答复书", limit.due_at)
    office.clock.set("2026-09-08T10:00")
    assert refused_to(office, case, document.id, HANDLER) == {"documents": "HANDED_BY_GIVER"}
    fetch(office, case, document.id)
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert (limit.stopped_at, limit.stop_reason) == (office.clock.now(), "interim_answered")
    assert office.rows(InterimAnswer, complaint_id=case)[0].ways == ["in_person"]


def test_who_gave_the_answer_hands_it_over_to_nobody_and_a_letter_of_the_same_file_he_may(
    office: FullOffice,
) -> None:
    """His own sentence would prove that his limit is met; the page says so before, and only of what he gave."""
    case = ready(office)
    give(office, case, ways=["in_person"])
    letter = f"letter-{freeze(office, case)}"
    page = get_hall_case(case, office.unit_of_work(), office.actor(HANDLER))
    assert (page.own, page.may_hand_over, hall_of(office, case).own) == ({ANSWER}, True, set())
    for documents in ((ANSWER,), (ANSWER, letter)):
        told = HandOver(case, documents, IdentityDocument.ID_CARD, is_slip_signed=True)
        with pytest.raises(InvalidInput) as refused:
            hand_over(told, office.unit_of_work(), office.actor(HANDLER))
        assert refused.value.errors == {"documents": "HANDED_BY_GIVER"}
    assert sendings(office, case) == []
    assert office.rows(TrailEvent, complaint_id=case, kind="delivery.handed_over") == []
    fetch(office, case, letter, login=HANDLER)
    page = get_hall_case(case, office.unit_of_work(), office.actor(HANDLER))
    assert not page.may_hand_over, "nothing is left but what he gave"
    fetch(office, case)
    assert [row.sent_by for row in sendings(office, case)] == [CLERK]


def test_to_who_gave_no_name_nothing_is_planned_in_person_and_nothing_handed_over(office: FullOffice) -> None:
    """The hall could compare nobody with the file: he is answered by another way, also where he wished to come."""
    case = ready(office, name="", phone="", is_anonymous=True, feedback_way="当面")
    task = add_task(office, case, "give-answer")
    shown = get_task(task, office.unit_of_work(), office.actor(HANDLER)).data
    assert (shown["wished_way"], shown.get("ways")) == ("当面", None), "no way is ticked that is refused"
    told = {"other_way_reason": "未留姓名"}
    with pytest.raises(InvalidInput) as refused:
        give(office, case, ways=["in_person", "query_code"], **told)
    assert refused.value.errors == {"ways": "NO_NAME_TO_COMPARE"}
    give(office, case, ways=["query_code"], **told)
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", HANDLER, ways=["in_person"])
    assert refused.value.errors == {"ways": "NO_NAME_TO_COMPARE"}
    page = hall_of(office, case)
    assert (page.has_name, page.may_hand_over, len(page.documents)) == (False, False, 1)
    assert refused_to(office, case, ANSWER) == {"documents": "NO_NAME_TO_COMPARE"}
    assert [row.ways for row in sendings(office, case)] == [["query_code"]]


def test_nobody_without_a_name_gets_an_interim_answer_in_person(office: FullOffice) -> None:
    case = approved(office, name="", phone="", is_anonymous=True).complaint_id
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["in_person"]})
    assert refused.value.errors == {"ways": "NO_NAME_TO_COMPARE"}
    assert office.rows(InterimAnswer, complaint_id=case) == []


def test_what_was_to_be_fetched_as_was_wished_is_posted_with_the_reason_and_not_without(
    office: FullOffice,
) -> None:
    """As of any other way that is not the wished one; whoever fetches it has none to give."""
    case = ready(office, feedback_way="当面")
    give(office, case, ways=["letter", "in_person"])
    freeze_answer(office, case)
    row = kept(office, case)
    assert [line.needs_reason for line in lines(office, PostGroup.TO_POST)] == [True]
    for reason, code in (("  ", "HALL_WISHED"), ("长" * 501, "TOO_LONG")):
        with pytest.raises(InvalidInput) as refused:
            post_with(office, row, reason)
        assert refused.value.errors == {f"reason-{row.id}": code}
    assert (sendings(office, case), kept(office, case).other_way_reason) == ([], None)
    assert post_with(office, row, " 约定的日子没有来，改为邮寄 ") == 1
    assert post_with(office, row, "") == 0, "the same form again says what stands there"
    (sending,) = sendings(office, case)
    assert (sending.ways, sending.other_way_reason) == (["letter"], "约定的日子没有来，改为邮寄")


def post_with(office: FullOffice, row: LetterDelivery, reason: str) -> int:
    command = RecordPosting((PostedLetter(row.id, NUMBER, reason),))
    return record_posting(command, office.unit_of_work(), office.actor(CLERK))


def test_what_came_back_and_waits_again_shows_the_last_day_for_sending_it_again(office: FullOffice) -> None:
    """On the list of what came back, of the hall with its page, and of the post; until it left."""
    case = ready(office)
    give(office, case, ways=["registered_letter"], mail_no=NUMBER)
    tell(office, kept(office, case), Fate.RETURNED, "2026-09-07")
    limit = clock(office, case, ClockKind.SEND_AGAIN)
    assert limit is not None
    assert [line.due_at for line in lines(office, PostGroup.RETURNED)] == [limit.due_at]
    act(office, case, "send-answer-again", HANDLER, ways=["in_person"])
    assert [line.due_at for line in lines(office, PostGroup.IN_HALL)] == [limit.due_at]
    assert hall_of(office, case).due_at == limit.due_at
    act(office, case, "send-answer-again", HANDLER, ways=["letter"])
    (line,) = lines(office, PostGroup.TO_POST)
    assert line.due_at == limit.due_at
    post(office, (line.told.id, OTHER_NUMBER))
    assert [line.due_at for line in lines(office, PostGroup.ALL)] == [None, None]


def test_a_letter_that_came_back_shows_the_last_day_and_waits_with_it_on_the_list(office: FullOffice) -> None:
    case = ready(office, feedback_way="书面")
    letter = freeze(office, case)
    (row,) = deliveries(office, case, DeliveryPurpose.LETTER)
    post(office, (row.id, NUMBER))
    tell(office, row, Fate.RETURNED, "2026-09-07")
    limit = clock(office, case, ClockKind.SEND_AGAIN)
    assert limit is not None
    list_letter(ListLetter(letter), office.unit_of_work(), office.actor(CLERK))
    # To somebody else nothing came back.
    with office.unit_of_work() as unit:
        to = ("旁听人", "云河市临江区2号 310007")
        put_on_list(NewDelivery(DeliveryPurpose.LETTER, letter, Way.LETTER, CLERK, *to), case, unit)
    told = {line.told.to_name: line.due_at for line in lines(office, PostGroup.TO_POST)}
    assert told == {None: limit.due_at, "旁听人": None}
