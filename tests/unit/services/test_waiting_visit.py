"""A visit by letter that waits to be posted asks nobody who was asked otherwise, has answered, or is handled anew."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.ground.codes import Channel
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ledger.trail_event import TrailEvent
from services.case.reopen_case import reopen
from services.filing.new_case import FiledComplaint
from services.post.record_fate import Fate, RecordFate, record_fate
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.services.test_after_archive import archive
from tests.unit.services.test_redo_and_rating import rated

VISITOR, CLERK = "fang.huiyin", "wen.rusheng"


@pytest.fixture
def written(office: FullOffice) -> FiledComplaint:
    """Visited by a letter that the mail room has not posted yet."""
    filed = office.file(is_anonymous=True)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).channel = Channel.SOCIAL
    walk_to(office, filed.complaint_id, "record-return-visit")
    office.clock.set("2026-09-08T10:00")
    visit(office, filed, reached="sent", way="letter")
    return filed


def visit(office: FullOffice, filed: FiledComplaint, **answers: object) -> None:
    submit(office, filed.complaint_id, "record-return-visit", VISITOR, **answers)


def last_letter(office: FullOffice, filed: FiledComplaint) -> LetterDelivery:
    rows = office.rows(LetterDelivery, complaint_id=filed.complaint_id, purpose=DeliveryPurpose.VISIT)
    return max(rows, key=lambda row: (row.subject, row.attempt))


def come_back(office: FullOffice, filed: FiledComplaint) -> None:
    """It is posted and comes back, so that it waits on the list again with a limit."""
    letter = PostedLetter(last_letter(office, filed).id, "XA33000012350")
    record_posting(RecordPosting((letter,)), office.unit_of_work(), office.actor(CLERK))
    row = last_letter(office, filed)
    told = RecordFate(row.id, Fate.RETURNED, row.version, date(2026, 9, 8), "查无此人")
    record_fate(told, office.unit_of_work(), office.actor(CLERK))


def owed(office: FullOffice, filed: FiledComplaint) -> int:
    """Limits for sending again that run."""
    rows = office.rows(Clock, complaint_id=filed.complaint_id, kind=ClockKind.SEND_AGAIN)
    return sum(row.stopped_at is None for row in rows)


def fate(office: FullOffice, filed: FiledComplaint) -> tuple[DeliveryState, str | None, int]:
    row = last_letter(office, filed)
    return row.state, row.taken_off_reason, owed(office, filed)


def told_off(office: FullOffice, filed: FiledComplaint) -> int:
    return len(office.rows(TrailEvent, complaint_id=filed.complaint_id, kind="delivery.taken_off"))


@pytest.mark.parametrize("is_back", [False, True])
def test_who_has_rated_is_asked_by_no_letter(
    office: FullOffice, written: FiledComplaint, *, is_back: bool
) -> None:
    if is_back:
        come_back(office, written)
    assert fate(office, written) == (DeliveryState.TO_POST, None, int(is_back))
    rated(office, written, 4)
    assert fate(office, written) == (DeliveryState.TAKEN_OFF, "已另行回访", 0)
    assert told_off(office, written) == 1


def test_who_is_reached_otherwise_is_asked_by_no_letter(office: FullOffice, written: FiledComplaint) -> None:
    visit(office, written, reached="yes", satisfaction="4", way="platform")
    assert fate(office, written) == (DeliveryState.TAKEN_OFF, "已另行回访", 0)


def test_who_was_called_in_vain_is_still_asked_by_the_letter_that_waits(
    office: FullOffice, written: FiledComplaint
) -> None:
    """It came back, so it is owed: a call that nobody took is no visit."""
    come_back(office, written)
    visit(office, written, reached="no", next_attempt="again", way="phone")
    assert fate(office, written) == (DeliveryState.TO_POST, None, 1)


def test_a_case_that_is_reopened_asks_by_no_letter_about_the_earlier_answer(
    office: FullOffice, written: FiledComplaint
) -> None:
    """The card of the archived case came back and waits to go again: its question is about an answer that no longer stands."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, written.complaint_id).stage = Stage.RETURN_VISIT
    archive(office, written.complaint_id)
    come_back(office, written)
    with office.unit_of_work() as unit:
        case = unit.session.get_one(Complaint, written.complaint_id)
        reopen(case, "发现新的证据", unit, office.actor("ming.shouli"))
    assert fate(office, written) == (
        DeliveryState.TAKEN_OFF,
        "办件已进入新一轮办理，答复后另行回访。",
        0,
    )
    assert last_letter(office, written).taken_off_by == "ming.shouli"
