"""弄虚作假线索 of sendings that are back-dated."""

from __future__ import annotations

from collections.abc import Sequence

from models.beside.review import Review
from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.clock.legal_time import parse_moment
from models.ground.codes import RequestedSide
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ids import new_id
from models.ground.signal_codes import SignalCode
from models.ground.ways import Way
from models.office.falsification_signal import SignalExposure
from services.answer.answer_by_post import Posted, note_sending
from services.answer.sending_trail import tell_sending
from services.case.record_contact import Contact, record_contact
from services.casefile.answer_sendings import Sending
from services.casefile.post_list import NewDelivery, put_on_list
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import HANDLER, asked, case_of, fired, look

EIGHT_DAYS, ONE_DAY, NOW = "2026-09-02T17:00", "2026-09-09T17:00", "2026-09-10T10:00"


def sent(office: FullOffice, row: Sending, told: str) -> None:
    """Put on record now as sent at that moment, as the services do it."""
    actor = office.actor(HANDLER)
    row.id, row.attempt, row.sent_at, row.sent_by = new_id(), 1, parse_moment(told), HANDLER
    with office.unit_of_work() as unit:
        unit.session.add(row)
        unit.session.flush()
        if isinstance(row, AnswerSending):
            ways = tuple(map(Way, row.ways))
            note_sending(Posted(DeliveryPurpose.ANSWER, "round-1", ways), row, unit, actor)
        tell_sending("sent", row, unit, actor)


def answer(case: str, *ways: str, mail_no: str | None = None) -> AnswerSending:
    return AnswerSending(complaint_id=case, round=1, ways=list(ways), mail_no=mail_no)


def interim(office: FullOffice, case: str) -> InterimSending:
    """Of an interim answer that is on file."""
    row = InterimAnswer(
        id=new_id(), complaint_id=case, round=1, no=1, answer_text="已更正。", pending_text="待复。"
    )
    row.sent_at, row.given_by, row.lines, row.ways = parse_moment(NOW), HANDLER, [], ["phone"]
    with office.unit_of_work() as unit:
        unit.session.add(row)
    return InterimSending(complaint_id=case, interim_answer_id=row.id, ways=["phone"])


def review(office: FullOffice, case: str, *ways: str) -> ReviewSending:
    """Of a review that is on file."""
    row = Review(id=new_id(), complaint_id=case, no=1, round=1, requested_by="citizen", reason="不服")
    row.requested_at, row.requested_side = parse_moment(EIGHT_DAYS), RequestedSide.COMPLAINANT
    with office.unit_of_work() as unit:
        unit.session.add(row)
    return ReviewSending(complaint_id=case, review_id=row.id, ways=list(ways))


def fires(office: FullOffice, cases: Sequence[str]) -> list[bool]:
    look(office)
    assert all(SignalCode.BACK_DATED in asked(office, case) for case in cases), "each was asked about"
    return [SignalCode.BACK_DATED in fired(office, case) for case in cases]


def test_a_sending_told_eight_days_back_fires_and_one_of_the_day_before_does_not(office: FullOffice) -> None:
    """A late answer comes into time by the day that somebody types: whoever looks for forgers is told."""
    cases = [case_of(office) for _ in range(6)]
    office.clock.set(NOW)
    for no, told in enumerate((EIGHT_DAYS, ONE_DAY)):
        sent(office, answer(cases[no], "phone"), told)
        sent(office, interim(office, cases[2 + no]), told)
        sent(office, review(office, cases[4 + no], "phone"), told)
    assert fires(office, cases) == [True, False] * 3
    rows = [fired(office, case)[SignalCode.BACK_DATED] for case in cases[::2]]
    assert [row.evidence[0]["what"] for row in rows] == ["answer_told", "interim_told", "review_told"]
    assert all(row.evidence[1]["what"] == "recorded" and row.person == HANDLER for row in rows)
    assert parse_moment(rows[0].evidence[1]["at"] or "") == parse_moment(NOW)


def test_a_letter_that_stood_on_the_list_of_the_post_that_day_and_one_with_a_proof_are_lawful(
    office: FullOffice,
) -> None:
    """Numbers of letters come back from the post in batches; typing one puts the letter on the list only then."""
    typed, listed, proved, in_time = (case_of(office) for _ in range(4))
    office.clock.set("2026-09-01T15:00")
    with office.unit_of_work() as unit:
        new = NewDelivery(DeliveryPurpose.ANSWER, "round-1", Way.REGISTERED_LETTER, HANDLER)
        put_on_list(new, listed, unit)
    office.clock.set(NOW)
    for no, case in enumerate((typed, listed, proved, in_time)):
        row = answer(case, "registered_letter", mail_no=f"XA0000{no}")
        if case == proved:
            row.delivered_on, row.proof, row.delivered_by = parse_moment(ONE_DAY).date(), "签收", HANDLER
        sent(office, row, "2026-09-04T17:00" if case == in_time else EIGHT_DAYS)
    assert fires(office, (typed, listed, proved, in_time)) == [True, False, False, False]


def test_the_contact_that_a_sending_writes_is_not_found_a_second_time(office: FullOffice) -> None:
    both = case_of(office)
    office.clock.set(NOW)
    sent(office, answer(both, "phone"), EIGHT_DAYS)
    with office.unit_of_work() as unit:
        contact = Contact("告知答复。", (Way.PHONE,), happened_at=parse_moment(EIGHT_DAYS), has_record=True)
        record_contact(contact, unit.session.get_one(Complaint, both), unit, office.actor(HANDLER))
    assert fires(office, [both]) == [True]
    assert fired(office, both)[SignalCode.BACK_DATED].evidence[0]["what"] == "answer_told"
    assert len(office.rows(SignalExposure, complaint_id=both, code=SignalCode.BACK_DATED)) == 1
