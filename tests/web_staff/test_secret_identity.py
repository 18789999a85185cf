"""Who may still see who complained, as the real web server answers: 对中心内部也保密我的身份, and what goes on record."""

from __future__ import annotations

from itertools import count

import httpx
import pytest
from sqlalchemy import text

from models.case.complaint import Complaint
from models.case.task import Task
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from tests.served_office import ServedOffice
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.cases import CANARIES, TestCase, designate, file_case
from tests.web_staff.people import BY_ROLE
from tests.web_staff.used_up import looks_used_up

PURPOSE = {"purpose": "随便看看"}
SENTENCE = "投诉人要求对中心内部也保密身份"
UNINVOLVED = ("intake", "investigator", "approver", "director", "return_visit")
_addresses = count(1)


def new_case(served: ServedOffice) -> TestCase:
    return file_case(served.office, f"192.0.2.{next(_addresses)}")


@pytest.fixture
def case(served_office: ServedOffice) -> TestCase:
    """A case whose complainant ticked the box."""
    filed = new_case(served_office)
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).confidentiality_requested = True
    return filed


def ask(served: ServedOffice, case: TestCase, login: str) -> httpx.Response:
    return served.visitor(login).post(f"/cases/{case.complaint_id}/identity", PURPOSE)


def seen_by(served: ServedOffice, case: TestCase) -> list[str]:
    """Who saw it by the trail; the register says the same."""
    events = served.office.rows(TrailEvent, complaint_id=case.complaint_id, kind="identity.revealed")
    looks = served.office.rows(IdentityReveal, complaint_id=case.complaint_id)
    assert [row.actor for row in events] == [row.viewer for row in looks]
    assert [row.payload["purpose"] for row in events] == [row.purpose for row in looks]
    return [row.actor for row in events]


@pytest.mark.parametrize("role", UNINVOLVED)
def test_who_is_not_involved_is_refused_in_words_and_on_record(
    served_office: ServedOffice, case: TestCase, role: str
) -> None:
    """DM-10: neither a purpose nor a role opens it, and the page does not offer it."""
    page = read_file(served_office.visitor(BY_ROLE[role]), case.complaint_id)
    assert SENTENCE in text_of(page)
    assert f"/cases/{case.complaint_id}/identity" not in page.text
    answer = ask(served_office, case, BY_ROLE[role])
    assert answer.status_code == 403
    assert SENTENCE in text_of(answer)
    assert [value for value in CANARIES.values() if value in answer.text] == []
    refused = served_office.office.rows(TrailEvent, complaint_id=case.complaint_id, kind="identity.refused")
    assert [(row.actor, row.payload["purpose"]) for row in refused] == [(BY_ROLE[role], "随便看看")]
    assert seen_by(served_office, case) == []


def test_the_handler_sees_it_for_a_purpose(served_office: ServedOffice, case: TestCase) -> None:
    """DM-10: and that he saw it is on record."""
    designate(served_office.office, case.complaint_id, BY_ROLE["investigator"])
    shown = ask(served_office, case, BY_ROLE["investigator"])
    assert CANARIES["name"] in shown.text
    assert CANARIES["phone"] in shown.text
    assert seen_by(served_office, case) == [BY_ROLE["investigator"]]


def test_who_holds_the_task_of_speaking_to_the_complainant_sees_it(
    served_office: ServedOffice, case: TestCase
) -> None:
    """DM-10: the clerk who decides on the acceptance, once the task is his; not a colleague."""
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Task, case.user_task_key).claimed_by = BY_ROLE["intake"]
    assert CANARIES["phone"] in ask(served_office, case, BY_ROLE["intake"]).text
    assert ask(served_office, case, "ying.shoudao").status_code == 403


def test_thirty_looks_an_hour_are_shown_to_one_person(served_office: ServedOffice) -> None:
    """SE-12: 41 in a row were. The next one waits, is on record as refused and as no look, and is told in words; others go on."""
    case = new_case(served_office)
    with looks_used_up(served_office, "wen.rusheng"):
        before = seen_by(served_office, case)
        refused = ask(served_office, case, "wen.rusheng")
        assert (refused.status_code, "次数过多" in refused.text) == (429, True)
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        assert seen_by(served_office, case) == before
        rows = served_office.office.rows(LookRecord, complaint_id=case.complaint_id, viewer="wen.rusheng")
        assert [(row.kind, row.purpose) for row in rows] == [(LookKind.REFUSED, None)]
        assert ask(served_office, case, "ying.shoudao").status_code == 200
    assert ask(served_office, case, "wen.rusheng").status_code == 200


def test_without_the_wish_a_purpose_is_enough(served_office: ServedOffice) -> None:
    """DM-10, R110: the others keep what they had; without a purpose nobody, and each viewer is on record by himself."""
    case = new_case(served_office)
    for login in (BY_ROLE["intake"], BY_ROLE["director"]):
        visitor = served_office.visitor(login)
        refused = visitor.post(f"/cases/{case.complaint_id}/identity", {"purpose": "看"})
        assert refused.status_code == 422
        assert CANARIES["phone"] not in refused.text
        assert login not in seen_by(served_office, case)
        assert CANARIES["phone"] in ask(served_office, case, login).text
    assert seen_by(served_office, case) == [BY_ROLE["intake"], BY_ROLE["director"]]


def read_raw(served: ServedOffice, filed: TestCase) -> str:
    query = text("SELECT raw_text FROM receipt WHERE complaint_id = :case")
    with served.office.unit_of_work() as unit:
        return str(unit.session.execute(query, {"case": filed.complaint_id}).scalar_one())


def write_raw(served: ServedOffice, filed: TestCase, sealed: str) -> None:
    change = text("UPDATE receipt SET raw_text = :sealed WHERE complaint_id = :case")
    with served.office.unit_of_work() as unit:
        unit.session.execute(change, {"sealed": sealed, "case": filed.complaint_id})


def test_a_page_that_could_not_be_made_was_seen_by_nobody(served_office: ServedOffice) -> None:
    """SE-1, UX-1: the raw material no longer opens, so that no page is made and none is on record."""
    filed = new_case(served_office)
    whole = read_raw(served_office, filed)
    write_raw(served_office, filed, "v1:x:AAAA")
    answer = ask(served_office, filed, BY_ROLE["intake"])
    # The office is that of all tests of this process.
    write_raw(served_office, filed, whole)
    assert answer.status_code >= 500
    assert [value for value in CANARIES.values() if value in answer.text] == []
    assert seen_by(served_office, filed) == []
