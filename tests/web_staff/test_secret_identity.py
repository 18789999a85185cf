"""对中心内部也保密我的身份: who may still see who complained (DM-10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.case.complaint import Complaint
from models.case.task import Task
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import CANARIES, TestCase, designate, file_case
from tests.web_staff.people import BY_ROLE

SignIn = Callable[[str], Visitor]
PURPOSE = {"purpose": "随便看看"}
SENTENCE = "投诉人要求对中心内部也保密身份"
UNINVOLVED = ("intake", "investigator", "approver", "director", "return_visit")


@pytest.fixture
def case(office: FullOffice) -> TestCase:
    """A case whose complainant ticked the box."""
    filed = file_case(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).confidentiality_requested = True
    return filed


@pytest.mark.parametrize("role", UNINVOLVED)
def test_who_is_not_involved_is_refused_in_words_and_on_record(
    office: FullOffice, case: TestCase, sign_in: SignIn, role: str
) -> None:
    """DM-10: neither a purpose nor a role opens it, and the page does not offer it."""
    visitor = sign_in(BY_ROLE[role])
    page = visitor.get(f"/cases/{case.complaint_id}")
    assert SENTENCE in text_of(page)
    assert f"/cases/{case.complaint_id}/identity" not in page.text
    answer = visitor.post(f"/cases/{case.complaint_id}/identity", PURPOSE)
    assert answer.status_code == 403
    assert SENTENCE in text_of(answer)
    assert [value for value in CANARIES.values() if value in answer.text] == []
    refused = office.rows(TrailEvent, kind="identity.refused")
    assert [(row.actor, row.payload["purpose"]) for row in refused] == [(BY_ROLE[role], "随便看看")]
    assert office.rows(IdentityReveal) == []


def test_the_handler_sees_it_for_a_purpose(office: FullOffice, case: TestCase, sign_in: SignIn) -> None:
    """DM-10."""
    designate(office, case.complaint_id, BY_ROLE["investigator"])
    shown = sign_in(BY_ROLE["investigator"]).post(f"/cases/{case.complaint_id}/identity", PURPOSE)
    assert CANARIES["phone"] in shown.text
    assert len(office.rows(IdentityReveal)) == 1


def test_who_holds_the_task_of_speaking_to_the_complainant_sees_it(
    office: FullOffice, case: TestCase, sign_in: SignIn
) -> None:
    """DM-10: the clerk who decides on the acceptance, once the task is his; not a colleague."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, case.user_task_key).claimed_by = BY_ROLE["intake"]
    address = f"/cases/{case.complaint_id}/identity"
    assert CANARIES["phone"] in sign_in(BY_ROLE["intake"]).post(address, PURPOSE).text
    assert sign_in("ying.shoudao").post(address, PURPOSE).status_code == 403


def test_without_the_wish_a_purpose_is_enough(office: FullOffice, sign_in: SignIn) -> None:
    """DM-10: the others keep what they had."""
    filed = file_case(office)
    shown = sign_in(BY_ROLE["intake"]).post(f"/cases/{filed.complaint_id}/identity", PURPOSE)
    assert CANARIES["phone"] in shown.text
