"""Documents that were mailed and came back: owed until they are sent again, and told by a sending and not by a note."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.answer_sending import AnswerSending
from models.case.dispatch import Dispatch
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date, parse_moment
from models.ground.delivery_codes import IdentityDocument
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.errors import Conflict
from models.ground.ids import new_id
from models.ground.ways import Way
from services.answer.returned_mails import take_back_mails_step
from services.clocks.return_limit import drop_return_limits
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.plan_notice import About, new_notice
from services.dispatch.record_bounce import BounceOutcome, record_bounce
from services.post.hand_over import HandOver, hand_over
from services.post.list_letter import ListLetter, list_letter
from services.post.record_fate import Fate, RecordFate, record_fate
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from services.repair.settle_dispatch import Settling
from services.unit_of_work import Unit
from services.views.came_back import list_to_send
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.tiers.sisters import leave_every
from tests.told_by_call import CALL
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act
from tests.unit.services.standing_case import file_as
from tests.unit.services.test_answer_sending import CLERK, clock, give, ready, sendings
from tests.unit.services.test_mailed_documents import documents, freeze, settle, states
from tests.unit.services.test_notices import wishing
from tests.unit.services.test_returns import review_from


def bounce(outside: Outside, row: Dispatch) -> None:
    """What was taken comes back, and the workers look."""
    (row,) = outside.office.rows(Dispatch, id=row.id)
    report = DeliveryReport(f"{row.id}-{row.attempts}", ReportedAction.FAILED, "5.1.1", None)
    assert record_bounce(report, outside.office.unit_of_work()) is BounceOutcome.RETURNED
    take_back_mails_step(outside.office.unit_of_work)


def is_owed(office: FullOffice, case: str) -> bool:
    limit = clock(office, case, ClockKind.SEND_AGAIN)
    assert limit is not None
    return limit.stopped_at is None


@pytest.mark.parametrize("is_taken_back", leave_every(2, [True, False]))
def test_an_answer_that_came_back_is_told_otherwise_by_a_sending_from_which_visit_and_review_count(
    outside: Outside, is_taken_back: bool
) -> None:
    """A note beside the mail ends no limit: it is on no record when and how the complainant was told."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    freeze(office, case)
    outside.send()
    (row,) = documents(office)
    if is_taken_back:
        bounce(outside, row)
    else:
        report = DeliveryReport(f"{row.id}-1", ReportedAction.FAILED, "5.1.1", None)
        record_bounce(report, office.unit_of_work())
    with pytest.raises(Conflict) as refused:
        settle(outside, row, Settling.TOLD, "已当面交给本人")
    assert refused.value.code == "SEND_AGAIN_INSTEAD"
    assert states(office) == [DispatchState.RETURNED]
    office.clock.set("2026-09-09T10:00")
    act(office, case, "send-answer-again", CLERK, ways=["phone"], **CALL, talk_at="2026-09-08T18:00")
    # Whoever is faster than the workers finds it told by them.
    take_back_mails_step(office.unit_of_work)
    first, told = sendings(office, case)
    assert (first.returned_on is not None, told.ways) == (True, ["phone"])
    assert not office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN, stopped_at=None)
    visit = clock(office, case, ClockKind.RETURN_VISIT)
    assert visit is not None
    assert visit.stopped_at is None
    # A visit that had begun on the mail and was not stopped yet runs from there: nobody is visited later by it.
    assert (visit.opened_at == told.sent_at) is is_taken_back
    assert review_from(office, case) == told.sent_at
    assert states(office) == [DispatchState.TOLD], "it waits for nobody any more"


def test_a_mail_that_comes_back_once_its_letter_is_proved_delivered_is_owed_by_nobody(
    outside: Outside,
) -> None:
    """Sent by registered letter and again by mail: the proof of the first says that he has it."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["registered_letter"], mail_no="XA00000000428")
    freeze(office, case)
    act(office, case, "send-answer-again", CLERK, ways=["email"])
    outside.send()
    (letter,) = office.rows(LetterDelivery, complaint_id=case)
    arrived = RecordFate(letter.id, Fate.ARRIVED, letter.version, date(2026, 9, 7), "投递系统显示妥投")
    record_fate(arrived, office.unit_of_work(), office.actor(CLERK))
    bounce(outside, documents(office)[0])
    assert office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN) == []
    assert states(office) == [DispatchState.TOLD]


@pytest.mark.check(sister="tests/unit/services/test_returned_mails.py")
def test_what_came_back_and_is_not_sent_any_more_stays_owed(outside: Outside) -> None:
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    freeze(office, case)
    outside.send()
    (row,) = documents(office)
    report = DeliveryReport(f"{row.id}-1", ReportedAction.FAILED, "5.1.1", None)
    record_bounce(report, office.unit_of_work())
    settle(outside, row, Settling.DROPPED, "地址有误")
    assert states(office) == [DispatchState.DROPPED]
    assert is_owed(office, case)
    assert review_from(office, case) is None


def mailed_letter(outside: Outside) -> str:
    """A case whose notice of acceptance went by mail and came back."""
    office = outside.office
    case = file_as(office, "own", email=MAIL).complaint_id
    wishing(office, case, "email")
    accept(office, case)
    freeze(office, case, "acceptance_notice")
    outside.send()
    bounce(outside, documents(office)[0])
    return case


def to_send(office: FullOffice) -> list[tuple[str, str | None, tuple[Way, ...], str]]:
    rows = list_to_send(office.unit_of_work(), office.actor(CLERK))
    return [(row.document.value, row.letter_id, row.ways, row.reason) for row in rows]


def test_a_letter_of_its_own_that_came_back_by_mail_is_owed_until_it_goes_again(outside: Outside) -> None:
    """Two working days, as by post; each return opens it anew, and a case that is handled anew keeps it."""
    office = outside.office
    case = mailed_letter(outside)
    (row,) = documents(office)
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)
    assert (limit.subject_id, limit.due_at) == (row.id, parse_moment("2026-09-09T17:00"))
    assert to_send(office) == [("letter", row.letter_id, (Way.EMAIL,), "电子邮件被退回（5.1.1）")]
    assert take_back_mails_step(office.unit_of_work) == 0, "what is owed is no work any more"
    with office.unit_of_work() as unit:
        drop_return_limits(case, unit)
    assert is_owed(office, case)
    with pytest.raises(Conflict) as refused:
        settle(outside, row, Settling.TOLD, "已电话告知")
    assert refused.value.code == "SEND_AGAIN_INSTEAD"
    office.clock.set("2026-09-08T10:00")
    settle(outside, row, Settling.AGAIN)
    assert is_owed(office, case), "not before a server has taken it"
    assert len(to_send(office)) == 1
    outside.send()
    assert (is_owed(office, case), states(office)) == (False, [DispatchState.TAKEN])
    office.clock.set("2026-09-10T10:00")
    bounce(outside, row)
    limits = office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)
    assert sorted(str(limit.stop_reason) for limit in limits) == ["None", "sent"]


@pytest.mark.check(sister="tests/unit/services/test_post.py")
@pytest.mark.parametrize("comes", ["posted", "handed over"])
def test_a_letter_that_came_back_by_mail_is_owed_no_more_once_it_left_on_paper(
    outside: Outside, comes: str
) -> None:
    office = outside.office
    case = mailed_letter(outside)
    (row,) = documents(office)
    if comes == "posted":
        list_letter(ListLetter(str(row.letter_id)), office.unit_of_work(), office.actor(CLERK))
        assert is_owed(office, case), "what waits with the mail room has not left"
        (listed,) = office.rows(LetterDelivery, complaint_id=case)
        letters = (PostedLetter(listed.id, "XA00000000427"),)
        record_posting(RecordPosting(letters), office.unit_of_work(), office.actor(CLERK))
    else:
        command = HandOver(case, (f"letter-{row.letter_id}",), IdentityDocument.ID_CARD, is_slip_signed=True)
        hand_over(command, office.unit_of_work(), office.actor(CLERK))
    assert not is_owed(office, case)
    assert (states(office), to_send(office)) == ([DispatchState.TOLD], [])


@pytest.mark.check(sister="tests/unit/services/test_returned_mails.py")
def test_a_letter_that_is_out_by_post_is_not_owed_when_its_mail_comes_back(outside: Outside) -> None:
    office = outside.office
    case = file_as(office, "own", email=MAIL).complaint_id
    wishing(office, case, "email")
    accept(office, case)
    freeze(office, case, "acceptance_notice")
    outside.send()
    (row,) = documents(office)
    list_letter(ListLetter(str(row.letter_id)), office.unit_of_work(), office.actor(CLERK))
    bounce(outside, row)
    assert office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN) == []
    assert states(office) == [DispatchState.TOLD]


def test_a_round_asks_as_often_for_many_mails_that_came_back_as_for_one(office: FullOffice) -> None:
    """Whatever came back over the years: the workers ask this every two seconds."""
    case = office.file().complaint_id
    counted = []
    for attempts in (range(1, 2), range(2, 22)):
        with office.unit_of_work() as unit:
            for attempt in attempts:
                add_returned(case, attempt, unit)
        with statements(office) as asked:
            assert take_back_mails_step(office.unit_of_work) == 0
        counted.append(len(asked))
    assert counted[0] == counted[1]


def add_returned(case: str, attempt: int, unit: Unit) -> None:
    """A sending that came back and was sent again by another way, with its mail as earlier releases left it."""
    now = unit.clock.now()
    sending = AnswerSending(id=new_id(), complaint_id=case, round=1, attempt=attempt, ways=["email"])
    sending.sent_at, sending.sent_by, sending.returned_on = now, CLERK, beijing_date(now)
    unit.session.add(sending)
    about = About(DispatchPurpose.ANSWER_LETTER, sending.id)
    mail = new_notice(about, case, Way.EMAIL, unit)
    mail.state = DispatchState.RETURNED
    unit.session.add(mail)
