"""How an answer is sent, comes back, is delivered, and what counts from which of it (DM-9, R62)."""

from __future__ import annotations

import pytest

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.errors import InvalidInput, RuleRefused
from models.ledger.outbox import OutboxRow
from services.beside.review.open_review import REVIEW_TOO_LATE, why_no_review
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from tests.frozen_answer import freeze_waiting
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.services.requests_office import act

HANDLER, CLERK = "xun.wenshi", "wen.rusheng"
PARTS = {"findings_text": "经查，属实", "decision_text": "予以更正", "measures_text": "已办结"}
LETTER = {"ways": ["registered_letter"], "mail_no": "XA00000000422"}


def ready(office: FullOffice, **told: object) -> str:
    """A case whose opinion is approved: the answer is due."""
    case = office.file(**told).complaint_id
    walk_to(office, case, "give-answer")
    return case


def give(office: FullOffice, case: str, **answers: object) -> None:
    submit(office, case, "give-answer", HANDLER, **{**PARTS, "ways": ["phone"], **answers})


def told_engine(office: FullOffice) -> dict[str, object]:
    """What the diagram was told by the last task."""
    variables = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert isinstance(variables, dict)
    return variables


def clock(office: FullOffice, case: str, kind: ClockKind) -> Clock | None:
    rows = office.rows(Clock, complaint_id=case, kind=kind)
    return rows[-1] if rows else None


def sendings(office: FullOffice, case: str) -> list[AnswerSending]:
    return sorted(office.rows(AnswerSending, complaint_id=case), key=lambda row: row.attempt)


def test_the_limit_of_the_answer_is_met_by_the_day_on_which_it_was_sent(office: FullOffice) -> None:
    """R62: entered by hand two days later, the letter was posted in time."""
    case = ready(office)
    office.clock.set("2026-09-10T15:00")
    give(office, case, **LETTER, sent_on="2026-09-08")
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert limit is not None
    assert limit.stopped_at == parse_moment("2026-09-08T17:00") <= limit.due_at
    (row,) = sendings(office, case)
    assert (row.attempt, row.ways, row.mail_no, row.sent_by) == (
        1,
        ["registered_letter"],
        "XA00000000422",
        HANDLER,
    )
    assert row.sent_at == limit.stopped_at == office.rows(Answer, complaint_id=case)[0].delivered_at


@pytest.mark.parametrize(
    ("day", "code"), [("2026-09-08", "IN_THE_FUTURE"), ("2026-09-04", "BEFORE_DECISION")]
)
def test_no_answer_is_sent_tomorrow_or_before_it_was_decided(office: FullOffice, day: str, code: str) -> None:
    case = ready(office)
    with pytest.raises(InvalidInput) as refused:
        give(office, case, **LETTER, sent_on=day)
    assert refused.value.errors == {"sent_on": code}
    assert sendings(office, case) == []


def test_a_registered_letter_has_its_number(office: FullOffice) -> None:
    """W13: the form asks for the number with this way; a letter that has none yet waits for it with the mail room."""
    case = ready(office)
    with pytest.raises(InvalidInput) as refused:
        give(office, case, ways=["registered_letter"])
    assert refused.value.errors == {"mail_no": "REQUIRED"}
    give(office, case, ways=["letter"])
    assert sendings(office, case) == []


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("letter", {"ways": ["query_code"]}),
        ("书面", {"ways": ["query_code"]}),
        ("请寄到家里", {"ways": ["query_code"]}),
        ("letter", {"ways": ["phone"]}),
        ("书面", {"ways": ["sms", "query_code"]}),
        ("书面", {"ways": ["in_person", "email"]}),
        ("发邮件给我", {"ways": ["phone"]}),
        ("短信", {"ways": ["email"]}),
        ("打电话", LETTER),
        ("打电话", {"ways": ["sms"]}),
    ],
)
def test_another_way_than_the_wished_one_needs_a_reason(
    office: FullOffice, wish: str, told: dict[str, object]
) -> None:
    """DM-9: somebody who wished a letter was answered at the query code, or by telephone, without a word."""
    case = ready(office, feedback_way=wish)
    for note in ("", "已告知"):
        with pytest.raises(InvalidInput) as refused:
            give(office, case, **told, delivery_note=note)
        assert set(refused.value.errors) == {"other_way_reason"}
    give(office, case, **told, other_way_reason="信件两次退回，电话停机")
    assert sendings(office, case)[0].other_way_reason == "信件两次退回，电话停机"


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("", {"ways": ["query_code"]}),
        ("query_code", {"ways": ["query_code"]}),
        ("query_code", {"ways": ["phone"]}),
        ("letter", LETTER),
        ("请寄到家里", {"ways": ["phone"]}),
        ("打电话", {"ways": ["phone", "sms"]}),
    ],
)
def test_it_needs_none_where_he_is_answered_as_he_wished(
    office: FullOffice, wish: str, told: dict[str, object]
) -> None:
    """A registered letter is a letter, and whoever wished to look by himself can, whatever else was done."""
    case = ready(office, feedback_way=wish)
    give(office, case, **told, delivery_note="已告知", other_way_reason="不用写")
    assert sendings(office, case)[0].other_way_reason is None


@pytest.mark.parametrize("wish", ["email", "短信", "请寄到家里"])
def test_an_e_mail_or_sms_to_no_address_meets_no_wish(office: FullOffice, wish: str) -> None:
    """Nothing leaves by it: the answer stands at the query code alone, and that has its reason."""
    case = ready(office, feedback_way=wish, phone="0571-88880000", email="")
    told = {"ways": ["sms" if wish == "短信" else "email", "query_code"]}
    with pytest.raises(InvalidInput) as refused:
        give(office, case, **told)
    assert set(refused.value.errors) == {"other_way_reason"}
    give(office, case, **told, other_way_reason="没有留下地址")
    assert sendings(office, case)[0].other_way_reason == "没有留下地址"


def test_the_reason_of_what_is_posted_later_stands_with_its_sending(office: FullOffice) -> None:
    case = ready(office, feedback_way="打电话")
    with pytest.raises(InvalidInput) as refused:
        give(office, case, ways=["letter"])
    assert set(refused.value.errors) == {"other_way_reason"}
    give(office, case, ways=["letter"], other_way_reason="电话停机")
    assert sendings(office, case) == []
    (row,) = office.rows(LetterDelivery, complaint_id=case)
    freeze_waiting(office, case)
    posted = RecordPosting((PostedLetter(row.id, "XA33000012360"),))
    record_posting(posted, office.unit_of_work(), office.actor(CLERK))
    assert sendings(office, case)[0].other_way_reason == "电话停机"


def test_the_call_beside_a_letter_meets_the_wish_of_both(office: FullOffice) -> None:
    """What is told at once and what is posted later are ways of one answer."""
    case = ready(office, feedback_way="书面")
    give(office, case, ways=["phone", "letter"])
    assert [(row.ways, row.other_way_reason) for row in sendings(office, case)] == [(["phone"], None)]


def test_what_is_sent_again_goes_as_was_wished_too(office: FullOffice) -> None:
    case = ready(office, feedback_way="书面")
    give(office, case, **LETTER)
    act(office, case, "record-answer-return", CLERK, day="2026-09-07", reason="收件人已迁走")
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", HANDLER, ways=["phone"])
    assert set(refused.value.errors) == {"other_way_reason"}
    act(office, case, "send-answer-again", HANDLER, ways=["phone"], other_way_reason="地址已不可用")
    assert [row.other_way_reason for row in sendings(office, case)] == [None, "地址已不可用"]


def test_what_comes_back_is_sent_again_and_what_was_met_stays_met(office: FullOffice) -> None:
    """W13: the limit is that of the first sending, the return visit counts from the proof of the second."""
    case = ready(office)
    give(office, case, **LETTER)
    assert told_engine(office)["needs_return_visit"] is True
    assert told_engine(office)["return_visit_clock_id"] is None
    assert clock(office, case, ClockKind.RETURN_VISIT) is None
    met = clock(office, case, ClockKind.FEEDBACK)
    office.clock.set("2026-09-14T10:00")
    act(office, case, "record-answer-return", CLERK, day="2026-09-14", reason="收件人已迁走，无人签收")
    with pytest.raises(RuleRefused) as refused:
        act(office, case, "record-answer-return", CLERK, day="2026-09-14", reason="再登记一次")
    assert refused.value.code == "NO_LETTER_OUT"
    act(office, case, "send-answer-again", HANDLER, ways=["registered_letter"], mail_no="XA00000000423")
    assert [row.attempt for row in sendings(office, case)] == [1, 2]
    office.clock.set("2026-09-18T09:40")
    act(office, case, "record-answer-delivery", CLERK, day="2026-09-17", proof="投递签收单")
    again = clock(office, case, ClockKind.FEEDBACK)
    assert met is not None and again is not None
    assert (again.id, again.stopped_at) == (met.id, met.stopped_at)
    visit = clock(office, case, ClockKind.RETURN_VISIT)
    assert visit is not None
    assert visit.opened_at == parse_moment("2026-09-17T12:00")
    first, second = sendings(office, case)
    assert (first.return_reason, first.delivered_on) == ("收件人已迁走，无人签收", None)
    assert (second.proof, second.delivered_by) == ("投递签收单", CLERK)


@pytest.mark.parametrize(("day", "code"), [("2026-09-15", "IN_THE_FUTURE"), ("2026-09-06", "BEFORE_SENDING")])
def test_no_letter_is_delivered_tomorrow_or_before_it_was_sent(
    office: FullOffice, day: str, code: str
) -> None:
    case = ready(office)
    give(office, case, **LETTER)
    office.clock.set("2026-09-14T10:00")
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "record-answer-delivery", CLERK, day=day, proof="投递签收单")
    assert refused.value.errors == {"day": code}


def test_who_was_also_called_is_visited_without_waiting_for_the_letter(office: FullOffice) -> None:
    case = ready(office)
    give(office, case, ways=["registered_letter", "phone"], mail_no="XA1")
    assert clock(office, case, ClockKind.RETURN_VISIT) is not None


def test_the_time_for_a_review_begins_when_the_letter_has_arrived(office: FullOffice) -> None:
    """W13: nobody is too late for what has not reached him."""
    case = ready(office)
    give(office, case, **LETTER)
    for moment, bar in (("2026-11-20T10:00", None), ("2026-11-27T10:00", None)):
        office.clock.set(moment)
        assert review_bar(office, case) == bar
    act(office, case, "record-answer-delivery", CLERK, day="2026-11-18", proof="投递签收单")
    office.clock.set("2026-12-18T23:00")
    assert review_bar(office, case) is None
    office.clock.set("2026-12-19T00:01")
    assert review_bar(office, case) == REVIEW_TOO_LATE


def review_bar(office: FullOffice, case: str) -> str | None:
    with office.unit_of_work().reading() as unit:
        return why_no_review(unit.session.get_one(Complaint, case), unit)


def test_a_case_without_a_known_way_is_answered_and_nobody_is_visited(office: FullOffice) -> None:
    case = ready(office, is_anonymous=True)
    give(office, case, ways=["query_code"])
    assert told_engine(office)["needs_return_visit"] is False
    assert office.rows(Complaint, id=case)[0].stage is Stage.FEEDBACK
