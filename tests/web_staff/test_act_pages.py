"""The pages of acts: who gets in, the form with its data, faults by path, and where they lead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from bpmn.names import ActId
from models.beside.extension import Extension
from tests.full_office import FullOffice
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import CANARIES, complain_about, relate
from tests.web_staff.people import BY_ROLE

SignIn = Callable[[str], Visitor]
HANDLER = "xun.wenshi"
REASON = {"reason": "等待鉴定结果", "amount": 3}
# A refusal is a sentence to a program and a whole page to a person.
AS_PROGRAM = {"Accept": "application/json"}
# Who may take what in an accepted case of somebody else; the others of the office read why not.
MAY_TAKE: dict[str, set[str]] = {
    "request-supplement": {"intake", "investigator"},
    "open-referral": {"intake", "investigator", "approver"},
    "open-supervision": {"supervisor", "director"},
    "request-extension": {"approver"},
}
READERS = {"intake", "approver", "director", "supervisor", "investigator", "return_visit"}
SHUT_OUT = {"administrator", "window_staff", "overseer", "auditor"}


@pytest.fixture
def case(office: FullOffice) -> SideCase:
    """Two accepted matters, handled by xun.wenshi, with canaries for the identity."""
    personal = {name: value for name, value in CANARIES.items() if name != "file"}
    return side_case(office, **personal)


def form_of(page: str) -> dict:
    found = re.search(r'id="task-form-data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def send(visitor: Visitor, address: str, answers: dict) -> tuple[int, dict]:
    answer = visitor.client.post(
        address,
        json={"answers": answers},
        headers={"X-CSRF-Token": visitor.token} | AS_PROGRAM,
    )
    return answer.status_code, answer.get_json(silent=True) or {}


def test_every_act_has_a_page_with_its_form_or_the_reason_against_it(case: SideCase, sign_in: SignIn) -> None:
    """Nobody meets a button that answers with an error."""
    visitors = [sign_in(login) for login in (BY_ROLE["intake"], HANDLER, BY_ROLE["supervisor"])]
    for name in ActId:
        answers = [visitor.get(f"/cases/{case.complaint_id}/acts/{name}") for visitor in visitors]
        assert {answer.status_code for answer in answers} <= {200, 403, 404}, name
        for answer in answers:
            if answer.status_code == 200:
                assert form_of(answer.text)["schema"]["id"] == name
            assert not re.search(r"\b[A-Z]+_[A-Z_]+\b", text_of(answer)), f"{name}: a bare code"


@pytest.mark.parametrize("role", BY_ROLE)
def test_each_role_gets_in_where_the_table_says(case: SideCase, sign_in: SignIn, role: str) -> None:
    """A case that a role does not know of is not found; one that it may read but not change is denied."""
    visitor = sign_in(BY_ROLE[role])
    for name, roles in MAY_TAKE.items():
        expected = 200 if role in roles else 403 if role in READERS | SHUT_OUT else 404
        address = f"/cases/{case.complaint_id}/acts/{name}"
        assert visitor.get(address).status_code == expected, f"{role} {name}"
        if expected != 200:
            assert send(visitor, address, REASON)[0] == expected, f"{role} {name}"


@pytest.mark.parametrize("role", sorted(READERS))
def test_whoever_is_out_of_the_case_finds_no_act_of_it(
    office: FullOffice, case: SideCase, sign_in: SignIn, role: str
) -> None:
    """R45: complained about; no act tells that the case exists but those of the respondent's side, which say no more."""
    complain_about(office, case.complaint_id, BY_ROLE[role])
    visitor = sign_in(BY_ROLE[role])
    for name in set(ActId) - {ActId.REPLY_AS_RESPONDENT, ActId.REPORT_FACT}:
        address = f"/cases/{case.complaint_id}/acts/{name}"
        assert visitor.get(address, headers=AS_PROGRAM).status_code == 404, name
        assert send(visitor, address, REASON)[0] == 404, name


def test_a_relation_shuts_out_like_a_complaint(office: FullOffice, case: SideCase, sign_in: SignIn) -> None:
    complain_about(office, case.complaint_id, "leng.rubing2")
    relate(office, BY_ROLE["intake"], "leng.rubing2")
    page = sign_in(BY_ROLE["intake"]).get(f"/cases/{case.complaint_id}/acts/request-supplement")
    assert page.status_code == 404


def test_an_extension_is_asked_for_and_the_file_says_so(
    office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    """Sent twice from one page it is one request; from a new page the rule against a second answers."""
    handler = sign_in(HANDLER)
    address = f"/cases/{case.complaint_id}/acts/request-extension"
    form = form_of(handler.get(address).text)
    assert form["readonly"] is False
    status, body = send(handler, form["submitUrl"], REASON)
    assert status == 200
    assert send(handler, form["submitUrl"], REASON)[0] == 200
    assert len(office.rows(Extension)) == 1
    page = handler.get(body["location"])
    assert "等待鉴定结果" in text_of(page)
    assert 'role="status"' in page.text
    again = handler.get(address)
    assert form_of(again.text)["readonly"] is True
    assert "data-form-submit" not in again.text


def test_each_fault_of_an_act_is_named_at_its_path_in_chinese(
    office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    handler = sign_in(HANDLER)
    status, body = send(handler, f"/cases/{case.complaint_id}/acts/request-extension", {"amount": 99})
    assert status == 422
    assert {"reason", "amount"} & set(body["errors"])
    assert all(re.search("[一-鿿]", message) for message in body["errors"].values())
    assert office.rows(Extension) == []


def test_an_unknown_act_and_an_unknown_case_are_not_found(case: SideCase, sign_in: SignIn) -> None:
    clerk = sign_in(BY_ROLE["intake"])
    assert clerk.get(f"/cases/{case.complaint_id}/acts/burn-the-file").status_code == 404
    assert clerk.get(f"/cases/{'0' * 32}/acts/request-supplement").status_code == 404
