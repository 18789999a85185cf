"""Answers that are told by SMS: sent so when a gateway has taken it, and said to be sent so no sooner."""

from __future__ import annotations

import pytest

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockKind
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.dispatch.send_step import send_dispatches_step
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, HANDLER, clock, give, ready, sendings
from tests.unit.services.test_interim_answer import FIRST, approved


def ways_of(outside: Outside, case: str) -> list[list[str]]:
    return [row.ways for row in sendings(outside.office, case)]


def states(outside: Outside) -> list[tuple[Way, DispatchState]]:
    return sorted((row.way, row.state) for row in outside.office.rows(Dispatch))


def test_an_answer_was_sent_by_sms_when_a_gateway_took_it_and_stands_at_the_query_code_till_then(
    outside: Outside,
) -> None:
    """In an office without a gateway nothing says that it went by SMS, and nobody was contacted by it."""
    office = outside.office
    case = ready(office)
    give(office, case, ways=["sms"])
    send_dispatches_step(office.unit_of_work, {})
    assert states(outside) == [(Way.SMS, DispatchState.KEPT)]
    assert ways_of(outside, case) == [["query_code"]]
    assert office.rows(Answer, complaint_id=case)[0].ways == ["query_code"]
    assert office.rows(Complaint, id=case)[0].first_contact_staff is None
    met = clock(office, case, ClockKind.FEEDBACK)
    assert met is not None
    assert met.stopped_at == sendings(office, case)[0].sent_at, "it is published there"


def test_what_the_gateway_takes_is_among_the_ways_and_is_told_once(outside: Outside) -> None:
    """Who left an address too is told by the way that was chosen, not by a mail beside it."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["sms"])
    outside.send()
    outside.send()
    assert (len(outside.sms.took), len(outside.mail.came)) == (1, 0)
    (told,) = outside.sms.took.values()
    assert "已有答复" in told["text"]
    assert ways_of(outside, case) == [["query_code", "sms"]]
    assert office.rows(Answer, complaint_id=case)[0].ways == ["query_code", "sms"]


def test_an_sms_beside_a_call_leaves_too(outside: Outside) -> None:
    """A tick of SMS beside the telephone sent nothing."""
    case = ready(outside.office)
    give(outside.office, case, ways=["phone", "sms"])
    assert ways_of(outside, case) == [["phone"]]
    outside.send()
    assert outside.came() == 1
    assert ways_of(outside, case) == [["phone", "sms"]]


def test_sent_again_by_sms_one_message_leaves(outside: Outside) -> None:
    """Nothing left when it was sent again; what had not left of an earlier one does not leave beside it."""
    office = outside.office
    case = ready(office)
    give(office, case, ways=["sms"])
    send_dispatches_step(office.unit_of_work, {})
    act(office, case, "send-answer-again", CLERK, ways=["sms"])
    assert states(outside) == [(Way.SMS, DispatchState.REPLACED), (Way.SMS, DispatchState.WAITING)]
    outside.send()
    outside.send()
    assert len(outside.sms.took) == outside.came() == 1
    assert ways_of(outside, case) == [["query_code"], ["query_code", "sms"]]


def test_a_notice_that_has_not_left_gives_way_to_the_sms_of_a_sending(outside: Outside) -> None:
    case = ready(outside.office)
    give(outside.office, case, ways=["query_code"])
    act(outside.office, case, "send-answer-again", CLERK, ways=["sms"])
    outside.send()
    assert outside.came() == 1
    assert ways_of(outside, case) == [["query_code"], ["query_code", "sms"]]


def test_an_interim_answer_by_sms_is_sent_when_it_was_taken(outside: Outside) -> None:
    office = outside.office
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["sms"]})
    assert office.rows(InterimSending, complaint_id=case)[0].ways == ["query_code"]
    outside.send()
    assert outside.row().purpose is DispatchPurpose.INTERIM_ANSWER
    assert office.rows(InterimSending, complaint_id=case)[0].ways == ["query_code", "sms"]
    assert office.rows(InterimAnswer, complaint_id=case)[0].ways == ["query_code", "sms"]
    assert outside.came() == 1


@pytest.mark.parametrize("status", [400, 422])
def test_what_a_gateway_refuses_was_not_sent_by_sms(outside: Outside, status: int) -> None:
    case = ready(outside.office)
    give(outside.office, case, ways=["sms"])
    outside.sms.status = status
    outside.send()
    assert outside.row().state is DispatchState.REFUSED
    assert ways_of(outside, case) == [["query_code"]]
