"""How somebody is asked afterwards, when it may be given up, and that silence is no satisfaction (DM-5, R64)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind
from models.case.return_visit import ReturnVisit
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ways import VisitResult
from models.office.deployed_form import DeployedForm
from services.answer.visit_tries import Tries
from services.post.record_fate import Fate, RecordFate, record_fate
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.projected_task import FORMS, add_task, submit, walk_to
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, LETTER, give, ready, told_engine

VISITOR = "fang.huiyin"
FORM_KEY = "1record-return-visit"[:20]
TRIED = {"reached": "no", "next_attempt": "again", "way": "phone"}
GIVEN_UP = {"reached": "no", "next_attempt": "close", "way": "phone"}


@pytest.fixture
def case(office: FullOffice) -> str:
    """Answered on Monday at ten; the complainant left a telephone number."""
    filed = office.file().complaint_id
    walk_to(office, filed, "record-return-visit")
    return filed


@pytest.fixture
def unnamed(office: FullOffice) -> str:
    """Somebody without a name, who wrote on a platform: a message is all that can be sent."""
    filed = office.file(is_anonymous=True).complaint_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed).channel = Channel.SOCIAL
    walk_to(office, filed, "record-return-visit")
    return filed


def visit(office: FullOffice, case: str, **answers: object) -> None:
    submit(office, case, "record-return-visit", VISITOR, **answers)


def fault(office: FullOffice, case: str, **answers: object) -> dict[str, str]:
    """What is wrong with it; nothing of it is kept."""
    before = len(office.rows(ReturnVisit, complaint_id=case))
    with pytest.raises(InvalidInput) as refused:
        visit(office, case, **answers)
    assert len(office.rows(ReturnVisit, complaint_id=case)) == before
    return dict(refused.value.errors)


def last(office: FullOffice, case: str) -> ReturnVisit:
    row = max(office.rows(ReturnVisit, complaint_id=case), key=lambda row: row.attempt)
    assert isinstance(row, ReturnVisit)
    return row


def limits(office: FullOffice, case: str) -> list[Clock]:
    """The limit of the first try, then that of the rest."""
    rows = office.rows(Clock, complaint_id=case, kind=ClockKind.RETURN_VISIT)
    return sorted(rows, key=lambda row: row.stopped_at is None)


@pytest.mark.parametrize("told", [{"satisfaction": "5"}, {"satisfaction": "4", "next_attempt": "close"}])
def test_whoever_was_not_reached_is_not_satisfied(
    office: FullOffice, case: str, told: dict[str, str]
) -> None:
    """DM-5: 未联系上 + 非常满意 was taken and stored. The form hides the question; an owner's may not."""
    add_task(office, case, "record-return-visit")
    with office.unit_of_work() as unit:
        unit.session.get_one(DeployedForm, FORM_KEY).schema_json = _open_questions()
    office.clock.set("2026-09-08T10:00")
    assert "satisfaction" in fault(office, case, **{**TRIED, **told})


def _open_questions() -> dict[str, object]:
    """The form as an owner might have it, with every question open."""
    schema = json.loads((FORMS / "record-return-visit.form").read_text("utf-8"))
    for field in schema["components"]:
        field.pop("conditional", None)
    return schema  # type: ignore[no-any-return]  # the JSON of a form


def test_three_calls_at_different_half_days_and_then_no_rating_was_to_be_had(
    office: FullOffice, case: str
) -> None:
    """R64, S027: the first call meets the limit, the last one is within five working days of it."""
    office.clock.set("2026-09-08T15:00")
    assert fault(office, case, **GIVEN_UP) == {"next_attempt": "TRIES_LEFT"}
    visit(office, case, **TRIED)
    met, rest = limits(office, case)
    assert (met.stopped_at, met.stop_reason) == (parse_moment("2026-09-08T15:00"), "visited")
    assert (rest.stopped_at, rest.due_at) == (None, parse_moment("2026-09-15T17:00"))
    office.clock.set("2026-09-08T16:59")
    assert fault(office, case, **TRIED) == {"reached": "SAME_HALF_DAY"}
    office.clock.set("2026-09-09T10:00")
    visit(office, case, **TRIED)
    assert fault(office, case, **GIVEN_UP) == {"reached": "SAME_HALF_DAY"}
    office.clock.set("2026-09-09T14:00")
    assert fault(office, case, **TRIED) == {"next_attempt": "LAST_ATTEMPT"}
    visit(office, case, **GIVEN_UP)
    assert told_engine(office) == {"wants_another_attempt": False, "wants_redo": False}
    visited = last(office, case)
    assert (visited.result, visited.satisfaction, visited.attempt) == (VisitResult.UNANSWERED, None, 3)
    assert {row.stopped_at is not None for row in limits(office, case)} == {True}


def test_the_tries_of_somebody_who_was_called_once_end_with_their_days(office: FullOffice, case: str) -> None:
    """Five working days after the first call nobody is called for the sake of the number."""
    office.clock.set("2026-09-08T15:00")
    visit(office, case, **TRIED)
    office.clock.set("2026-09-15T16:00")
    assert fault(office, case, **GIVEN_UP) == {"next_attempt": "TRIES_LEFT"}
    office.clock.set("2026-09-16T09:00")
    visit(office, case, **GIVEN_UP)
    assert last(office, case).result is VisitResult.UNANSWERED


def test_reached_without_a_word_is_unrated_and_both_questions_may_stay_open(
    office: FullOffice, case: str
) -> None:
    """S040, R64: 未评价 is no rating; whether it is solved is asked apart."""
    visit(office, case, reached="yes", is_solved="no", way="phone")
    row = last(office, case)
    assert (row.result, row.satisfaction, row.is_solved, row.reached) == (
        VisitResult.UNRATED,
        None,
        False,
        True,
    )


def test_satisfied_and_not_solved_are_two_answers(office: FullOffice, case: str) -> None:
    """Who calls it unsolved may ask for a redo, however friendly he is."""
    visit(office, case, reached="yes", is_solved="no", satisfaction="4", follow_up="redo", way="phone")
    row = last(office, case)
    assert (row.result, row.satisfaction, row.is_solved) == (VisitResult.RATED, 4, False)
    assert told_engine(office) == {"wants_another_attempt": False, "wants_redo": True}


@pytest.mark.parametrize(
    ("way", "day", "closed_by"),
    [("platform", "2026-09-11", "2026-09-15T17:00"), ("registered_letter", "2026-09-21", "2026-09-23T17:00")],
)
def test_who_can_only_be_written_to_has_full_working_days_to_answer(  # noqa: PLR0917 - one argument per column of the table
    office: FullOffice, unnamed: str, way: str, day: str, closed_by: str
) -> None:
    """S038, S058, W13: three after a message, ten by post; then 未取得评价. The sending meets the limit."""
    office.clock.set("2026-09-08T10:00")
    assert fault(office, unnamed, reached="no", next_attempt="close") == {"next_attempt": "WRITE_FIRST"}
    number = {"mail_no": "XA00000000425"} if way == "registered_letter" else {}
    visit(office, unnamed, reached="sent", way=way, **number)
    met, rest = limits(office, unnamed)
    assert (met.stopped_at, rest.due_at) == (office.clock.now(), parse_moment(closed_by))
    assert told_engine(office)["wants_another_attempt"] is True
    office.clock.set(f"{day}T17:00")
    assert fault(office, unnamed, reached="no", next_attempt="close") == {"next_attempt": "WINDOW_OPEN"}
    office.clock.set(f"{day}T17:01")
    visit(office, unnamed, reached="no", next_attempt="close")
    assert last(office, unnamed).result is VisitResult.UNANSWERED


def test_a_visit_by_letter_stands_on_the_list_of_the_post_and_is_answered_from_its_posting_on(
    office: FullOffice, unnamed: str
) -> None:
    """A letter of its own there: nobody gives up on somebody to whom nothing was posted."""
    office.clock.set("2026-09-08T10:00")
    visit(office, unnamed, reached="sent", way="letter")
    (row,) = office.rows(LetterDelivery, complaint_id=unnamed, purpose=DeliveryPurpose.VISIT)
    assert (row.state, row.subject, last(office, unnamed).answer_until) == (
        DeliveryState.TO_POST,
        "visit-1-1",
        None,
    )
    office.clock.set("2026-09-10T10:00")
    closing = {"reached": "no", "next_attempt": "close"}
    assert fault(office, unnamed, **closing) == {"next_attempt": "LETTER_NOT_POSTED"}
    letter = PostedLetter(row.id, "XA33000012350")
    too_early, posted = RecordPosting((letter,), date(2026, 9, 7)), RecordPosting((letter,))
    with pytest.raises(InvalidInput) as refused:
        record_posting(too_early, office.unit_of_work(), office.actor("wen.rusheng"))
    assert refused.value.errors == {"posted_on": "BEFORE_LETTER"}
    assert record_posting(posted, office.unit_of_work(), office.actor("wen.rusheng")) == 1
    assert last(office, unnamed).answer_until == parse_moment("2026-09-23T17:00")
    assert last(office, unnamed).mail_no == "XA33000012350"
    assert [row.due_at for row in limits(office, unnamed) if row.stopped_at is None] == [
        parse_moment("2026-09-28T17:00")
    ]
    assert fault(office, unnamed, **closing) == {"next_attempt": "WINDOW_OPEN"}
    visit(office, unnamed, reached="sent", way="registered_letter", mail_no="XA33000012351")
    rows = office.rows(LetterDelivery, complaint_id=unnamed, purpose=DeliveryPurpose.VISIT)
    assert {(row.subject, row.mail_no, row.state) for row in rows} == {
        ("visit-1-1", "XA33000012350", DeliveryState.POSTED),
        ("visit-1-2", "XA33000012351", DeliveryState.POSTED),
    }
    come_back_and_go_again(office, unnamed, rows)


def come_back_and_go_again(office: FullOffice, case: str, rows: list[LetterDelivery]) -> None:
    """What came back of the last visit is owed and listed again, until he is asked by any way; of an earlier one it is not."""
    earlier, last_one = sorted(rows, key=lambda row: row.subject)
    for row in (earlier, last_one):
        told = RecordFate(row.id, Fate.RETURNED, row.version, date(2026, 9, 10), "查无此人")
        record_fate(told, office.unit_of_work(), office.actor("wen.rusheng"))
    (owed,) = office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)
    assert (owed.subject_id, owed.stopped_at) == (last_one.id, None)
    visit(office, case, reached="sent", way="platform")
    (owed,) = office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)
    assert owed.stopped_at is not None
    (again,) = [row for row in office.rows(LetterDelivery, subject=last_one.subject) if row.attempt == 2]
    assert (again.state, again.taken_off_reason) == (DeliveryState.TAKEN_OFF, "已另行回访")


def test_who_was_written_to_and_can_be_called_by_now_is_given_up_as_anybody_who_is_called(
    office: FullOffice, unnamed: str
) -> None:
    """The letter that the mail room did not post holds nobody any more."""
    office.clock.set("2026-09-08T10:00")
    visit(office, unnamed, reached="sent", way="letter")
    written, moment = last(office, unnamed), "2026-09-0{}T15:00"
    calls = [
        ReturnVisit(reached=False, result=VisitResult.TRIED, visited_at=parse_moment(moment.format(day)))
        for day in (8, 9)
    ]
    now = parse_moment("2026-09-10T15:00")
    with office.unit_of_work().reading() as unit:
        for called, can_be_called, bar in (
            ([], False, "LETTER_NOT_POSTED"),
            (calls[:1], True, "TRIES_LEFT"),
            (calls, True, None),
        ):
            tries = Tries([written, *called], can_be_called, is_owed=True, now=now)
            assert tries.find_close_fault(unit) == bar


def test_a_card_that_comes_back_in_the_window_is_the_answer(office: FullOffice, unnamed: str) -> None:
    """W13: the card is entered in the same task."""
    for number, code in (("123", "BAD_MAIL_NO"), ("xa 0000-0000423", "MAIL_NO_TAKEN")):
        with office.unit_of_work() as unit:
            taken = {"purpose": DeliveryPurpose.RECEIPT, "subject": number, "mail_no": "XA00000000423"}
            put = {"way": "registered_letter", "made_at": office.clock.now(), "complaint_id": unnamed}
            unit.session.add(LetterDelivery(id=code, attempt=1, **taken, **put))
        written = {"reached": "sent", "way": "registered_letter", "mail_no": number}
        assert fault(office, unnamed, **written) == {"mail_no": code}
    visit(office, unnamed, reached="sent", way="registered_letter", mail_no="xa 0000-0000424")
    assert last(office, unnamed).mail_no == "XA00000000424"
    assert left(office, unnamed) == [("post", "post", ("name", "address"))]
    office.clock.set("2026-09-10T10:00")
    visit(office, unnamed, reached="yes", satisfaction="3", way="letter")
    assert last(office, unnamed).satisfaction == 3
    assert {row.stopped_at is not None for row in limits(office, unnamed)} == {True}


def test_who_can_be_called_is_called_and_a_message_is_written(
    office: FullOffice, case: str, unnamed: str
) -> None:
    assert fault(office, case, reached="sent", way="sms") == {"reached": "CALL_FIRST"}
    assert fault(office, unnamed, reached="sent", way="phone") == {"way": "NOT_WRITTEN"}


def test_nobody_is_visited_before_the_letter_has_arrived(office: FullOffice) -> None:
    """W11: the visit counts from the proof of delivery."""
    case = ready(office)
    give(office, case, **LETTER)
    with pytest.raises(RuleRefused) as refused:
        visit(office, case, reached="yes", satisfaction="5", way="phone")
    assert refused.value.code == "ANSWER_ON_ITS_WAY"
    act(office, case, "record-answer-delivery", CLERK, day="2026-09-07", proof="投递签收单")
    visit(office, case, reached="yes", satisfaction="5", way="phone")
    assert last(office, case).satisfaction == 5


def test_an_open_task_of_the_form_of_before_is_still_submitted(office: FullOffice, unnamed: str) -> None:
    """It asks for a rating in any case and has no way to send a message; nobody is stuck with it."""
    key = add_task(office, unnamed, "record-return-visit")
    with office.unit_of_work() as unit:
        form = unit.session.get_one(DeployedForm, FORM_KEY)
        schema = json.loads(json.dumps(form.schema_json))
        for field in schema["components"]:
            if field.get("key") == "reached":
                field["values"] = [option for option in field["values"] if option["value"] != "sent"]
        form.schema_json = schema
    answers = {"reached": "no", "satisfaction": "unrated", "next_attempt": "close"}
    submit_task(SubmitTask(key, answers), office.unit_of_work(), office.actor(VISITOR))
    assert last(office, unnamed).result is VisitResult.UNANSWERED
