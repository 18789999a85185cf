"""弄虚作假线索 of sendings that are back-dated or told by nothing, and of ratings by whoever had worked on the case."""

from __future__ import annotations

from collections.abc import Sequence

from api.staff.signal_places import PLACES
from models.beside.referral import Referral
from models.beside.review import Review
from models.beside.review_sending import ReviewSending
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.disposal import MatterDisposal
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.investigation_act import InvestigationAct
from models.case.outside_review import OutsideReview
from models.clock.legal_time import parse_moment
from models.ground.base import Base
from models.ground.codes import Disposal, Method, ReferralKind, ReferralRole, RequestedSide
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ids import new_id
from models.ground.oversight_codes import OutsideReviewKind
from models.ground.signal_codes import SignalCode
from models.ground.ways import Way
from models.office.falsification_signal import FalsificationSignal, SignalExposure
from services.answer.answer_by_post import Posted, note_sending
from services.answer.sending_trail import tell_sending
from services.case.record_contact import Contact, record_contact
from services.casefile.answer_sendings import Sending
from services.casefile.post_list import NewDelivery, put_on_list
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import (
    HANDLER,
    OTHER,
    VISITOR,
    asked,
    case_of,
    fired,
    look,
    rated,
    sending,
)

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
    assert fired(office, both)[SignalCode.BACK_DATED].evidence[0]["what"] == "contact_told"
    assert len(office.rows(SignalExposure, complaint_id=both, code=SignalCode.BACK_DATED)) == 1


def test_a_decision_of_a_review_told_by_nothing_fires_and_one_that_stands_at_the_query_code_does_not(
    office: FullOffice,
) -> None:
    bad, good = case_of(office), case_of(office)
    office.clock.set(NOW)
    sent(office, review(office, bad, "phone", "query_code"), NOW)
    sent(office, review(office, good, "query_code"), NOW)
    look(office)
    row = fired(office, bad)[SignalCode.TOLD_WITHOUT_ATTEMPT]
    assert [part["what"] for part in row.evidence] == ["review_told", "no_attempt"]
    assert SignalCode.TOLD_WITHOUT_ATTEMPT not in fired(office, good)
    assert SignalCode.TOLD_WITHOUT_ATTEMPT in asked(office, good), "it was asked all the same"


def test_a_rating_by_who_acted_gave_or_told_the_answer_or_was_handler_before_fires(
    office: FullOffice,
) -> None:
    """Whoever had a hand in it before the visit; nobody who brought a letter to the post, or took it up only afterwards."""
    names = ("acted", "gave", "told", "posted", "handled", "took_up")
    cases = {name: case_of(office) for name in names}
    with office.unit_of_work() as unit:
        act = InvestigationAct(id=new_id(), complaint_id=cases["acted"], round=1, method=Method.SITE)
        act.record_text, act.by, act.done_at = "现场查看。", VISITOR, parse_moment(NOW)
        said = Answer(complaint_id=cases["gave"], round=1, findings_text="属实。", decision_text="予以纠正。")
        said.measures_text, said.given_by, said.published_at = "已致歉。", VISITOR, parse_moment(NOW)
        unit.session.add_all((act, said))
        sending(unit, cases["told"], NOW, "phone", by=VISITOR)
        sending(unit, cases["posted"], NOW, "registered_letter", mail_no="XA00001", by=VISITOR)
    for name, day in (("handled", NOW), ("took_up", "2026-09-21T10:00")):
        office.clock.set(day)
        with office.unit_of_work() as unit:
            payload = {"round": 1, "content": {"handler_id": VISITOR}}
            unit.trail.add(cases[name], "decision.assignment", payload, office.actor(OTHER))
            if name == "took_up":
                unit.session.get_one(Complaint, cases[name]).handler_id = VISITOR
    with office.unit_of_work() as unit:
        for case in cases.values():
            rated(unit, case, "2026-09-20T10:00", VISITOR)
    look(office)
    rows = {name: fired(office, case).get(SignalCode.SATISFACTION_ENTERED) for name, case in cases.items()}
    assert [name for name, row in rows.items() if row] == ["acted", "gave", "told", "handled"]
    assert all(row.evidence[0]["what"] == "by_handler" for row in rows.values() if row)


def said_rows(case: str, day: str) -> Sequence[Base]:
    """A correction, a result of a unit outside and a proceeding, put on record now with that day."""
    said, now = parse_moment(f"{day}T00:00").date(), parse_moment(NOW)
    correction = MatterDisposal(
        id=new_id(), complaint_id=case, round=1, matter_no=1, kind=Disposal.CORRECT_ERROR
    )
    correction.done_on, correction.proof, correction.proven_by, correction.proven_at = (
        said,
        "登记簿",
        HANDLER,
        now,
    )
    result = Referral(id=new_id(), complaint_id=case, no=1, round=1, requested_by=HANDLER, requested_at=now)
    result.kind, result.role, result.unit_code = ReferralKind.ASSIGN, ReferralRole.CO, "GA"
    result.result_on, result.result_by, result.result_at = said, HANDLER, now
    filing = OutsideReview(
        id=new_id(), submission_id=new_id(), complaint_id=case, kind=OutsideReviewKind.LITIGATION
    )
    filing.body, filing.docket_no, filing.filed_on = "云河区人民法院", "（2026）行初9号", said
    filing.recorded_by, filing.recorded_at = HANDLER, now
    filing.decided_on, filing.outcome_by, filing.outcome_at = said, HANDLER, now
    filing.done_on, filing.done_by, filing.done_at = said, HANDLER, now
    return correction, result, filing


def test_typed_days_of_corrections_results_and_courts_fire_beyond_their_days_alone(
    office: FullOffice,
) -> None:
    """They were believed as typed: a correction of last month stood as done before its opinion."""
    old, fresh = case_of(office), case_of(office)
    with office.unit_of_work() as unit:
        unit.session.add_all([*said_rows(old, "2026-08-20"), *said_rows(fresh, "2026-09-04")])
    look(office)
    rows = [
        row for row in office.rows(FalsificationSignal, complaint_id=old) if row.code is SignalCode.BACK_DATED
    ]
    found = {row.evidence[0]["what"] for row in rows}
    assert found == {f"{what}_said_on" for what in ("correction", "result", "filing", "outcome", "done")}
    assert {(row.person, row.evidence[1]["what"]) for row in rows} == {(HANDLER, "recorded")}
    assert parse_moment(rows[0].evidence[0]["at"] or "") == parse_moment("2026-08-20T00:00")
    assert SignalCode.BACK_DATED not in fired(office, fresh)
    looked = office.rows(SignalExposure, complaint_id=fresh, code=SignalCode.BACK_DATED)
    assert len([row for row in looked if row.key[0] in "crfod"]) == 5, "each counts in the base rate"
    assert {f"{row.evidence[0]['what']}" for row in rows} <= PLACES.keys()
