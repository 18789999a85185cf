"""What comes back: which day a delivery counts from for each way, and the limit of its own for sending again."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockKind, ClockStopReason, Stage
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.answer.take_back import CameBack, take_back
from services.beside.review.open_review import find_review_time
from services.case.close_file import close_file
from services.case.reopen_case import reopen
from services.casefile.answer_sendings import delivered_at, find_delivered
from tests.full_office import FullOffice
from tests.unit.services.requests_office import act, told
from tests.unit.services.test_answer_sending import CLERK, HANDLER, LETTER, clock, give, ready, sendings
from tests.unit.services.test_interim_answer import FIRST, approved, hear_outside

SENT, PROOF, NOON = parse_moment("2026-09-08T15:00"), date(2026, 9, 11), parse_moment("2026-09-11T12:00")
BACK = date(2026, 9, 10)
NUMBER = "XA00000000422"


def sending(
    *ways: str, returned: date | None = None, proved: date | None = None, mail_no: str | None = None
) -> AnswerSending:
    return AnswerSending(
        ways=list(ways), sent_at=SENT, returned_on=returned, delivered_on=proved, mail_no=mail_no
    )


@pytest.mark.parametrize(
    ("row", "day"),
    [
        (sending("query_code"), SENT),
        (sending("email"), SENT),
        (sending("sms"), SENT),
        (sending("phone"), SENT),
        (sending("in_person"), SENT),
        (sending("platform"), SENT),
        (sending("letter"), SENT),
        (sending("letter", mail_no=NUMBER), None),
        (sending("letter", "query_code", mail_no=NUMBER), None),
        (sending("letter", "sms", mail_no=NUMBER), None),
        (sending("letter", "phone", mail_no=NUMBER), SENT),
        (sending("letter", mail_no=NUMBER, proved=PROOF), NOON),
        (sending("letter", mail_no=NUMBER, returned=BACK), None),
        (sending("registered_letter"), None),
        (sending("registered_letter", proved=PROOF), NOON),
        (sending("registered_letter", proved=date(2026, 9, 8)), SENT),
        (sending("registered_letter", "query_code"), None),
        (sending("registered_letter", "phone"), SENT),
        (sending("registered_letter", returned=BACK), None),
        (sending("registered_letter", returned=BACK, proved=PROOF), NOON),
        (sending("letter", returned=BACK), None),
        (sending("email", returned=BACK), None),
        (sending("email", "query_code", returned=BACK), None),
        (sending("registered_letter", "phone", returned=BACK), SENT),
    ],
)
def test_the_day_of_delivery_is_that_of_the_proof_or_where_a_way_gives_none_of_the_sending(
    row: AnswerSending, day: object
) -> None:
    """What came back counts as delivered nowhere, unless somebody was spoken to; an earlier letter without a number at once."""
    assert delivered_at(row) == day


def test_the_first_sending_that_arrived_is_the_one_that_counts() -> None:
    """A letter that follows the call takes nothing back of what the complainant knows."""
    called, posted = sending("phone"), sending("registered_letter")
    assert find_delivered([called, posted]) == SENT
    assert find_delivered([sending("email", returned=BACK), posted]) is None


def limits(office: FullOffice, case: str) -> list[Clock]:
    rows = office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)
    return sorted(rows, key=lambda row: row.opened_at)


def review_from(office: FullOffice, case: str) -> object:
    with office.unit_of_work().reading() as unit:
        time = find_review_time(unit.session.get_one(Complaint, case), unit)
    return None if time is None else time.begins_at


def test_a_letter_that_comes_back_opens_a_limit_that_the_next_sending_meets(office: FullOffice) -> None:
    """W13: two working days from the entry of the return; visit and review count from the talk that told it."""
    case = ready(office)
    give(office, case, **LETTER)
    met = clock(office, case, ClockKind.FEEDBACK)
    office.clock.set("2026-09-14T10:00")
    act(office, case, "record-answer-return", CLERK, day="2026-09-11", reason="查无此人")
    (limit,) = limits(office, case)
    assert (limit.opened_at, limit.due_at) == (office.clock.now(), parse_moment("2026-09-16T17:00"))
    assert limit.subject_id == sendings(office, case)[0].id
    # Its watch begins by itself in the engine.
    (message,) = told(office, "complaint.limit-opened")
    assert (message["correlation_key"], message["variables"]) == (limit.id, {"clock_id": limit.id})
    still = clock(office, case, ClockKind.FEEDBACK)
    assert met is not None and still is not None and still.stopped_at == met.stopped_at is not None
    assert (clock(office, case, ClockKind.RETURN_VISIT), review_from(office, case)) == (None, None)
    office.clock.set("2026-09-15T11:00")
    act(office, case, "send-answer-again", HANDLER, ways=["phone"])
    (limit,) = limits(office, case)
    assert (limit.stopped_at, limit.stop_reason) == (office.clock.now(), "sent")
    visit = clock(office, case, ClockKind.RETURN_VISIT)
    assert visit is not None and visit.opened_at == office.clock.now() == review_from(office, case)


def test_a_bounce_that_the_system_tells_holds_the_visit_and_a_proof_ends_it_all(office: FullOffice) -> None:
    """Told twice it is one limit; what proves delivered after all has to be sent again no more."""
    case = ready(office)
    give(office, case, ways=["email"])
    visit = clock(office, case, ClockKind.RETURN_VISIT)
    assert visit is not None and visit.stopped_at is None
    office.clock.set("2026-09-08T09:00")
    for _ in range(2):
        with office.unit_of_work() as unit:
            row = unit.session.get_one(AnswerSending, sendings(office, case)[0].id)
            opened = take_back(CameBack(row, date(2026, 9, 8), "550 无此用户"), unit, SYSTEM)
            assert opened is not None
    (limit,), (row,) = limits(office, case), sendings(office, case)
    assert (opened.id, row.returned_by, row.return_reason) == (limit.id, "system", "550 无此用户")
    held = clock(office, case, ClockKind.RETURN_VISIT)
    assert held is not None and (held.id, held.stop_reason) == (visit.id, "returned")
    assert review_from(office, case) is None
    act(office, case, "send-answer-again", HANDLER, **LETTER)
    assert limits(office, case)[0].stop_reason == "sent"
    office.clock.set("2026-09-11T10:00")
    act(office, case, "record-answer-return", CLERK, day="2026-09-11", reason="无人签收")
    act(office, case, "record-answer-delivery", CLERK, day="2026-09-10", proof="邮局更正：本人已签收")
    assert [row.stop_reason for row in limits(office, case)] == ["sent", "delivered"]
    begun = [
        row
        for row in office.rows(Clock, complaint_id=case, kind=ClockKind.RETURN_VISIT)
        if not row.stopped_at
    ]
    assert (
        [row.opened_at for row in begun] == [parse_moment("2026-09-10T12:00")] == [review_from(office, case)]
    )


def test_the_limit_outlives_the_archive_and_ends_where_the_case_is_handled_anew(office: FullOffice) -> None:
    """A refusal is archived at once: its letter comes back long after."""
    case = ready(office)
    give(office, case, **LETTER)
    act(office, case, "record-answer-return", CLERK, day="2026-09-07", reason="迁移新址不明")
    with office.unit_of_work() as unit:
        close_file(unit.session.get_one(Complaint, case), ClockStopReason.ARCHIVED, unit, SYSTEM)
    assert limits(office, case)[0].stopped_at is None
    with office.unit_of_work() as unit:
        reopen(unit.session.get_one(Complaint, case), "有新的证据", unit, SYSTEM)
    assert (limits(office, case)[0].stop_reason, office.rows(Complaint, id=case)[0].stage) == (
        "stage_left",
        Stage.INTAKE,
    )


def test_an_interim_answer_that_comes_back_is_sent_again_or_followed_by_the_answer(
    office: FullOffice,
) -> None:
    """Its sendings are on record as those of an answer are; the answer tells what it told."""
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **{**FIRST, **LETTER})
    (interim,) = office.rows(InterimAnswer, complaint_id=case)
    for attempt in (1, 2):
        act(office, case, "record-answer-return", CLERK, day="2026-09-07", reason="查无此人")
        rows = sorted(office.rows(InterimSending, interim_answer_id=interim.id), key=lambda row: row.attempt)
        assert [(row.attempt, row.returned_on) for row in rows][-1] == (attempt, date(2026, 9, 7))
        if attempt == 1:
            act(
                office,
                case,
                "send-answer-again",
                HANDLER,
                ways=["registered_letter"],
                mail_no="XA00000000427",
            )
            office.clock.set("2026-09-07T16:00")
    assert [row.stop_reason for row in limits(office, case)] == ["sent", None]
    hear_outside(office, case)
    give(office, case)
    assert [row.stop_reason for row in limits(office, case)] == ["sent", "sent"]
    assert office.rows(OutboxRow, kind="publish_message")
