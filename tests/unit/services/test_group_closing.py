"""The share of a mass complaint is asked at every end of the leading file: visit, rating at the code, no visit, archive."""

from __future__ import annotations

import pytest

from models.case.lifecycle import ClockKind, Stage
from models.case.survey import Survey
from models.ground.errors import RuleRefused
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM, citizen
from services.answer.end_rated_visit import end_rated_visits_step
from services.answer.rate import Rate, rate
from services.case.archive_case import ArchiveCase, archive_case
from services.case.lawful_end import NotLawful
from services.identity.query_code import derive_query_code
from services.once.once_per_job import JobIdentity
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit
from tests.unit.services.requests_office import act, case_of, clock_of, told
from tests.unit.services.test_group import (
    CLERK,
    HANDLER,
    PARTS,
    READER,
    VISITOR,
    accepted,
    approve,
    group_of,
    join,
    leading,
    visit,
)
from tests.unit.services.test_withdrawal import ask, conclude

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

RATED = "complaint.rated"
NAMELESS = {"name": "", "phone": "", "is_anonymous": True}


def answered_group(office: FullOffice, **leader: object) -> tuple[str, str]:
    """The leading file and its one member, both answered."""
    first, second = leading(office, **leader), accepted(office)
    join(office, second)
    approve(office, first)
    for case in (first, second):
        submit(office, case, "give-answer", HANDLER, **PARTS)
    return first, second


def rated(office: FullOffice, case: str, rating: int, wish: str = "none") -> None:
    complaint = case_of(office, case)
    code = derive_query_code(complaint.submission_id)
    rate(Rate(complaint.number, code, rating, "", wish), office.unit_of_work(), citizen("203.0.113.9"))


def archive(office: FullOffice, case: str) -> None:
    job = JobIdentity("77", "2251799813685301", "complaint.archive")
    archive_case(ArchiveCase(case, 1, job), office.unit_of_work(), SYSTEM)


def outputs(office: FullOffice) -> dict[str, object]:
    variables = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert isinstance(variables, dict)
    return variables


def test_a_rating_at_the_code_of_the_leading_file_waits_for_the_share(office: FullOffice) -> None:
    """The rating is on file, the visit stays open with its limit, and ends by itself once the share is met."""
    first, second = answered_group(office)
    rated(office, first, 5)
    assert [row.rating for row in office.rows(Survey, complaint_id=first)] == [5]
    assert told(office, RATED) == []
    assert clock_of(office, first, ClockKind.RETURN_VISIT).stopped_at is None
    assert end_rated_visits_step(office.unit_of_work) == 0
    rated(office, second, 4)
    assert [message["correlation_key"] for message in told(office, RATED)] == [
        office.rows(Survey, complaint_id=second)[0].id
    ], "a member closes by its own rating"
    assert end_rated_visits_step(office.unit_of_work) == 1
    assert told(office, RATED)[-1]["correlation_key"] == office.rows(Survey, complaint_id=first)[0].id
    assert end_rated_visits_step(office.unit_of_work) == 0, "told once"
    assert clock_of(office, first, ClockKind.RETURN_VISIT).stopped_at is not None


def test_a_rating_that_meets_the_share_itself_ends_the_visit_at_once(office: FullOffice) -> None:
    """Who leads says it last."""
    first, second = answered_group(office)
    rated(office, second, 4)
    rated(office, first, 3)
    assert len(told(office, RATED)) == 2


def test_the_reason_of_a_person_lets_a_rated_visit_end_below_the_share(office: FullOffice) -> None:
    """An override with its reason is the other way."""
    first, _ = answered_group(office)
    rated(office, first, 1)
    assert end_rated_visits_step(office.unit_of_work) == 0
    act(office, first, "close-group-below-share", READER, reason="已逐一沟通")
    assert end_rated_visits_step(office.unit_of_work) == 1


def test_a_wish_to_have_it_handled_once_more_waits_for_no_share(office: FullOffice) -> None:
    """A redo closes nothing."""
    first, _ = answered_group(office)
    rated(office, first, 1, "redo")
    assert [message["variables"] for message in told(office, RATED)] == [{"wants_redo": True}]


def test_a_leading_file_of_a_nameless_person_goes_to_who_makes_visits(office: FullOffice) -> None:
    """Nobody can be asked, but the file is closed there by the share alone."""
    first, second = answered_group(office, **NAMELESS)
    assert case_of(office, first).stage is Stage.RETURN_VISIT
    for answers in ({"next_attempt": "close"}, {"next_attempt": "close", "comment": "无法联系"}):
        with pytest.raises(RuleRefused, match="GROUP_BELOW_SHARE"):
            submit(office, first, "record-return-visit", VISITOR, reached="no", **answers)
    visit(office, second, "5")
    share = group_of(office, first).share
    assert (share.people, share.satisfied) == (2, 1)
    act(office, first, "close-group-below-share", READER, reason="主件匿名，无从回访")
    submit(office, first, "record-return-visit", VISITOR, reached="no", next_attempt="close")
    assert outputs(office)["wants_another_attempt"] is False
    archive(office, first)


def test_a_leading_file_that_was_withdrawn_waits_for_the_others(office: FullOffice) -> None:
    """One person's withdrawal closes no mass complaint; nobody has to call him for it."""
    first, second = leading(office), accepted(office)
    join(office, second)
    ask(office, first)
    submit(office, first, "verify-withdrawal", CLERK, is_confirmed="yes", way="phone")
    conclude(office, first)
    submit(office, first, "give-answer", CLERK, **PARTS)
    assert case_of(office, first).stage is Stage.RETURN_VISIT
    given_up = {"reached": "no", "next_attempt": "close"}
    with pytest.raises(RuleRefused, match="GROUP_BELOW_SHARE"):
        submit(office, first, "record-return-visit", VISITOR, **given_up)
    act(office, first, "close-group-below-share", READER, reason="其余各件分别办理")
    submit(office, first, "record-return-visit", VISITOR, **given_up)
    archive(office, first)
    assert case_of(office, second).stage is Stage.INVESTIGATION, "it goes on by itself"


def test_without_a_group_a_nameless_person_is_not_visited(office: FullOffice) -> None:
    """What holds for the leading file holds for it alone; with its share met before, it is closed without a visit too."""
    alone = accepted(office, **NAMELESS)
    approve(office, alone)
    submit(office, alone, "give-answer", HANDLER, **PARTS)
    assert outputs(office)["needs_return_visit"] is False
    archive(office, alone)


def test_no_diagram_archives_a_leading_file_past_its_share(office: FullOffice) -> None:
    """An owner's diagram without the visit comes to the archive; what is missing is said in words."""
    first, second = leading(office), accepted(office)
    join(office, second)
    approve(office, first)
    submit(office, first, "give-answer", HANDLER, **PARTS)
    with pytest.raises(NotLawful, match="集体件主件") as refused:
        archive(office, first)
    assert refused.value.code == "GROUP_BELOW_SHARE"
    act(office, first, "close-group-below-share", READER, reason="已逐一沟通")
    archive(office, first)
    assert case_of(office, first).stage is Stage.ARCHIVED
