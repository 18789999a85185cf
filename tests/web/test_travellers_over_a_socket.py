"""Who comes from elsewhere complains by the same form and the same limits, and the file holds when, where and what."""

from __future__ import annotations

import re

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.vault.identity import Identity
from tests.served_office import ServedOffice
from tests.web.case_file import read_file

LOCAL = {"name": "简一趟", "phone": "19900000201"}
ELSEWHERE = {
    "a traveller of another city": {"name": "屈远行", "phone": "0571-00000000"},
    "a visitor from abroad": {"name": "Ann Faraway", "phone": "+44 20 7946 0000"},
    "somebody without a telephone": {"name": "路过客", "email": "traveller@example.com"},
}
SAID = {
    "content": "窗口要我先办本地居住证明才肯收件，指南上没有这一条。",
    "wanted": "按公布的办事指南收件",
    "occurred_at": "9月3日下午三点",
    "occurred_place": "一楼C03窗口",
}


def file(served: ServedOffice, **who: str) -> Complaint:
    """Filed on the public page by somebody who is signed in nowhere."""
    visitor = served.visitor()
    visitor.get("/complaints/new")
    sent = visitor.submission_id
    page = visitor.post("/complaints/new", {**SAID, **who, "submission_id": sent})
    assert page.status_code == 200, page.text
    (case,) = [row for row in served.office.rows(Complaint) if row.submission_id == sent]
    return case


def acceptance_of(served: ServedOffice, case: Complaint) -> tuple[object, object]:
    (clock,) = served.office.rows(Clock, complaint_id=case.id, kind=ClockKind.ACCEPTANCE)
    return clock.due_at.date(), clock.policy_id


def test_the_public_form_asks_for_no_account_and_no_residence_and_needs_no_number(
    served_office: ServedOffice,
) -> None:
    """R105: the number of an identity card may be given and is needed for nothing."""
    visitor = served_office.visitor()
    pages = "".join(visitor.get(f"/complaints/new/{step}").text for step in ("what", "wish", "you"))
    tags = re.findall(r"<(?:input|select|textarea)[^>]*>", pages)
    fields = {found[1]: tag for tag in tags if (found := re.search(r' name="([a-z_]+)"', tag))}
    assert {"content", "name", "phone", "id_number"} <= set(fields)
    assert not set(fields) & {"household", "residence", "account", "login", "password"}
    assert " required" not in fields["id_number"]


@pytest.mark.parametrize("who", ELSEWHERE.values(), ids=ELSEWHERE)
def test_who_comes_from_elsewhere_has_the_same_limit_and_the_same_way(
    served_office: ServedOffice, who: dict[str, str]
) -> None:
    """R105: one uniform standard."""
    case, local = file(served_office, **who), file(served_office, **LOCAL)
    assert acceptance_of(served_office, case) == acceptance_of(served_office, local)
    assert case.stage is local.stage
    assert served_office.office.rows(Identity, complaint_id=case.id)[0].id_number_sealed is None


def test_the_file_shows_when_where_and_what_happened(served_office: ServedOffice) -> None:
    """R25: time, place and course, each for itself."""
    case = file(served_office, **LOCAL)
    page = read_file(served_office.visitor("wen.rusheng"), case.id).text
    for told in (SAID["content"], SAID["occurred_at"], SAID["occurred_place"]):
        assert told in page


def test_a_number_that_was_given_is_kept_secret(served_office: ServedOffice) -> None:
    """R23: name, contact, and the number only where it was told; sealed, and masked on the page of the file."""
    case = file(served_office, **LOCAL, id_number="330000199001010000")
    (identity,) = served_office.office.rows(Identity, complaint_id=case.id)
    assert identity.id_number_sealed
    assert "330000199001010000" not in identity.id_number_sealed
    page = read_file(served_office.visitor("wen.rusheng"), case.id).text
    assert "330000199001010000" not in page
    assert "简一趟" not in page
    assert LOCAL["phone"] not in page
