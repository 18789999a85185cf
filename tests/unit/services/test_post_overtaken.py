"""Letters of the post that something else has overtaken: the next round, the answer, another clerk."""

from __future__ import annotations

import pytest

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId
from models.ledger.trail_event import TrailEvent
from services.clocks.open_clock import OpenClock, open_clock
from services.post.list_post import SearchPost, list_post
from services.post.record_fate import Fate
from tests.frozen_answer import freeze_waiting
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, HANDLER, clock, give, ready, sendings
from tests.unit.services.test_interim_answer import FIRST, approved, hear_outside
from tests.unit.services.test_post import NUMBER, OTHER_NUMBER, deliveries, post, tell

BY_LETTER = {**FIRST, "ways": ["letter"]}
HEAD = "ming.shouli"


def put_back(office: FullOffice, row: LetterDelivery) -> None:
    """As a row of before stands there that nobody has let go."""
    with office.unit_of_work() as unit:
        unit.session.get_one(LetterDelivery, row.id).taken_off_at = None


def test_a_letter_of_an_earlier_round_is_no_answer_of_the_next_one(office: FullOffice) -> None:
    """Told by telephone, visited at once and redone while the letter waits: it may not meet the limit of round 2."""
    case = ready(office)
    give(office, case, ways=["phone", "letter"])
    asked = {"reached": "yes", "satisfaction": "1", "follow_up": "redo", "way": "phone"}
    submit(office, case, "record-return-visit", "fang.huiyin", **asked)
    redo = {"decision": "redo", "handler_id": "tan.genyuan", "reason": "未核文件"}
    submit(office, case, "decide-redo", HEAD, **redo)
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    assert (row.state, row.taken_off_by) == (DeliveryState.TAKEN_OFF, HEAD)
    (event,) = office.rows(TrailEvent, complaint_id=case, kind="delivery.taken_off")
    assert event.payload["subject"] == "round-1"
    put_back(office, row)
    with pytest.raises(InvalidInput) as refused:
        post(office, (row.id, NUMBER))
    assert refused.value.errors == {f"number-{row.id}": "ANSWER_OF_EARLIER_ROUND"}
    assert [(sent.round, sent.ways) for sent in sendings(office, case)] == [(1, ["phone"])]
    (line,) = list_post(SearchPost(), office.unit_of_work(), office.actor(CLERK))
    assert line.is_overtaken
    tell(office, row, Fate.TAKEN_OFF)
    assert not list(list_post(SearchPost(), office.unit_of_work(), office.actor(CLERK)))


def test_an_interim_answer_of_an_earlier_round_meets_no_limit_of_the_next_one(office: FullOffice) -> None:
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **BY_LETTER)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
        for running in unit.session.query(Clock).filter_by(complaint_id=case, kind=ClockKind.FEEDBACK):
            running.stopped_at = office.clock.now()
    act(office, case, "reopen-case", "jian.rujing", reason="新证据")
    (row,) = deliveries(office, case, DeliveryPurpose.INTERIM)
    assert (row.state, row.taken_off_by) == (DeliveryState.TAKEN_OFF, "jian.rujing")
    put_back(office, row)
    with office.unit_of_work() as unit:
        open_clock(OpenClock(ComplaintId(case), ClockKind.FEEDBACK, 2, office.clock.now()), unit)
    assert post(office, (row.id, NUMBER)) == 1
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK, round=2)
    assert limit.stopped_at is None


def test_an_interim_answer_that_leaves_with_the_answer_is_posted_and_not_taken_off(
    office: FullOffice,
) -> None:
    """One form for both numbers, and the same form again harms nothing."""
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **BY_LETTER)
    hear_outside(office, case)
    give(office, case, ways=["letter"])
    with office.unit_of_work() as unit:
        for row in unit.session.query(LetterDelivery).filter_by(complaint_id=case):
            row.id = "0" if row.purpose is DeliveryPurpose.ANSWER else "1"
    letters = (("0", NUMBER), ("1", OTHER_NUMBER))
    assert post(office, *letters) == 2
    assert post(office, *letters) == 0
    (row,) = deliveries(office, case, DeliveryPurpose.INTERIM)
    (sent,) = office.rows(InterimSending, complaint_id=case)
    assert (row.id, row.sending_id, row.taken_off_at) == ("1", sent.id, None)


@pytest.mark.parametrize("fate", [Fate.RETURNED, Fate.ARRIVED])
def test_what_becomes_of_an_interim_letter_is_told_after_the_answer_was_sent(
    office: FullOffice, fate: Fate
) -> None:
    """The slip comes days later; nothing is owed for what the answer has told."""
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **BY_LETTER)
    (row,) = deliveries(office, case, DeliveryPurpose.INTERIM)
    post(office, (row.id, NUMBER))
    hear_outside(office, case)
    give(office, case)
    office.clock.set("2026-09-10T10:00")
    tell(office, row, fate, "2026-09-09", "邮局批注")
    (sent,) = office.rows(InterimSending, complaint_id=case)
    assert (sent.returned_on is not None, sent.delivered_on is not None) == (
        fate is Fate.RETURNED,
        fate is Fate.ARRIVED,
    )
    assert clock(office, case, ClockKind.SEND_AGAIN) is None


def test_the_proof_of_an_earlier_answer_begins_no_visit_of_the_next_one(office: FullOffice) -> None:
    case = ready(office)
    give(office, case, ways=["registered_letter"], mail_no=NUMBER)
    (row,) = deliveries(office, case, DeliveryPurpose.ANSWER)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).round = 2
    tell(office, row, Fate.ARRIVED, "2026-09-07", "本人签收")
    assert office.rows(AnswerSending, complaint_id=case)[0].delivered_on is not None
    assert clock(office, case, ClockKind.RETURN_VISIT) is None


def test_an_interim_letter_left_no_earlier_than_it_was_written(office: FullOffice) -> None:
    """The limit runs from the first decision: a wrong month in the day of the posting does not meet it."""
    case = approved(office).complaint_id
    office.clock.set("2026-09-09T18:00")
    act(office, case, "give-interim-answer", HANDLER, **BY_LETTER)
    freeze_waiting(office, case)
    (row,) = deliveries(office, case, DeliveryPurpose.INTERIM)
    office.clock.set("2026-09-10T10:00")
    with pytest.raises(InvalidInput) as refused:
        post(office, (row.id, NUMBER), day="2026-09-08")
    assert refused.value.errors == {"posted_on": "BEFORE_LETTER"}
    assert post(office, (row.id, NUMBER), day="2026-09-09") == 1
    (sent,) = office.rows(InterimSending, complaint_id=case)
    assert sent.sent_at == parse_moment("2026-09-09T18:00")


def test_letters_of_several_cases_are_locked_case_by_case(office: FullOffice) -> None:
    """A case is locked before its letter: by the ids of the letters two clerks would wait for one another."""
    cases = [office.file(feedback_way="书面", address=f"203.0.113.{n}").complaint_id for n in (31, 32)]
    with office.unit_of_work() as unit:
        for number, case in enumerate(cases):
            (row,) = unit.session.query(LetterDelivery).filter_by(complaint_id=case)
            row.id = str(number)
            kept = {"purpose": row.purpose, "subject": row.subject, "way": row.way, "made_at": row.made_at}
            unit.session.add(LetterDelivery(id=str(number + 2), complaint_id=case, attempt=2, **kept))
    assert post(office, *((str(number), f"XA3300001236{number}") for number in range(4))) == 4
    posted = sorted(office.rows(TrailEvent, kind="delivery.posted"), key=lambda row: row.seq)
    assert [row.complaint_id for row in posted] == sorted(cases * 2)
