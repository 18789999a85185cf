"""A unit that has no part in a case is told nothing of it, by no route and no method (SE-48)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.security.permissions import Permission, required_permission
from bpmn.names import ActId
from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.evidence import Evidence
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from tests.entrusted import NO_DATA
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act
from tests.unit.services.test_same_work import statements
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.pages import Visitor, photo
from tests.web_staff.cases import file_case

SignIn = Callable[[str], Visitor]
# Represents a section of the centre that the cases of these tests have nothing to do with.
STRANGE_UNIT_REP = "zong.heke"
UNITS_OWN_REP = "ren.shebao"
UNKNOWN = "0" * 32
# What the database is asked to keep somebody from a case that is there; its id is drawn of 128 bits, and nobody has one to try.
MOST_STATEMENTS_MORE = 9
# Another one with each answer: its id, the token of a page.
CHANGING = {"X-Request-Id", "Set-Cookie", "Content-Length", "Date"}
CHANGES = re.compile(
    r'(?<=csrf-token" content=")[^"]+|(?<=csrf_token" value=")[^"]+|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b'
)
# What a route of a case may be asked with beside the case itself.
BODIES = {
    "entries": {"kind": "note", "text": "记一笔"},
    "matters": {"matter_text": "改一改"},
    "identity": {"purpose": "联系投诉人核实"},
}


@dataclass(frozen=True)
class Call:
    """One method of one route, with the ids of one case in it.

    `told` is what somebody without a part gets: 404, or 403 where the gate refuses every unit before it looks at any case.
    """

    method: str
    rule: str
    address: str
    told: int


@pytest.fixture
def case(office: FullOffice) -> SideCase:
    """An accepted case with a referral and an entrustment, of a unit that is not the visitor's."""
    opened = side_case(office)
    act(office, opened.complaint_id, "open-referral", "wen.rusheng", unit="X-DL", matter_nos=["2"])
    act(
        office,
        opened.complaint_id,
        "open-entrustment",
        "xun.wenshi",
        kind="appraisal",
        to="X-DL",
        scope="鉴定材料",
        limit_wd=10,
        **NO_DATA,
    )
    return opened


def list_calls(app: Flask, ids: dict[str, str]) -> Iterator[Call]:
    """Every method of every route that has an id of one case in its address; each act by its name."""
    for rule in app.url_map.iter_rules():
        if not rule.arguments & {"complaint_id", "evidence_id", "user_task_key"}:
            continue
        for act_name in list(ActId) if "act" in rule.arguments else [""]:
            address = rule.rule.replace("<act>", act_name)
            for name, value in ids.items():
                address = address.replace(f"<{name}>", value)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                required = required_permission(app.view_functions[rule.endpoint], method)
                is_for_units = required not in (Permission.SUPERVISE, Permission.INTAKE)
                yield Call(method, rule.rule, address, 404 if is_for_units else 403)


def answer_to(visitor: Visitor, call: Call) -> TestResponse:
    if call.method == "GET":
        return visitor.get(call.address)
    tail = call.address.rsplit("/", 1)[-1]
    if tail in ("entries", "matters", "identity", "evidence", "matter", "release"):
        return visitor.post(call.address, dict(BODIES.get(tail, {})))
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    if tail == "files":
        file = {"file": (BytesIO(photo()), "照片.jpg")}
        return visitor.client.post(call.address, data=file, headers=headers)
    is_act = "acts" in call.rule
    body = {"answers": {}} | ({"submission_id": "a" * 32} if is_act else {})
    return visitor.client.open(call.address, method=call.method, json=body, headers=headers)


def ids_of(office: FullOffice, case: SideCase) -> dict[str, str]:
    filed = file_case(office)
    return {
        "complaint_id": case.complaint_id,
        "referral_id": case.one(Referral).id,
        "entrustment_id": office.rows(Entrustment)[0].id,
        "evidence_id": office.rows(Evidence, complaint_id=filed.complaint_id)[0].id,
        "user_task_key": add_task(office, case.complaint_id, "assign-handler"),
    }


def test_a_unit_without_a_part_finds_at_any_route_of_a_case_what_it_finds_of_none(
    app: Flask, office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    """SE-48, C3: 404 for all of it, as for a case that does not exist, byte for byte; nothing comes on record of it."""
    ids, visitor = ids_of(office, case), sign_in(STRANGE_UNIT_REP)
    before = len(office.rows(TrailEvent))
    calls = list(list_calls(app, ids))
    answers = {call: told_of(office, visitor, call, ids) for call in calls}
    assert {call.address: one.status for call, one in answers.items() if one.status != call.told} == {}
    assert len({call.rule for call in calls}) >= 18
    outside = "/cases/<complaint_id>/outside-reviews"
    refused_by_the_gate = {
        "/tasks/<user_task_key>/reassign",
        "/cases/<complaint_id>/data-requests",
        outside,
        f"{outside}/<review_id>/outcome",
        f"{outside}/<review_id>/done",
    }
    assert {call.rule for call in calls if call.told != 404} == refused_by_the_gate
    assert office.rows(IdentityReveal) == []
    assert len(office.rows(TrailEvent)) == before
    nowhere = dict.fromkeys(ids, UNKNOWN)
    of_none = [told_of(office, visitor, call, nowhere) for call in list_calls(app, nowhere)]
    pairs = list(zip(answers.items(), of_none, strict=True))
    assert max(one.statements - none.statements for (_, one), none in pairs) <= MOST_STATEMENTS_MORE
    assert {call.address: (one, none) for (call, one), none in pairs if one.seen != none.seen} == {}


@dataclass(frozen=True)
class Told:
    """An answer: what is seen of it, without what is another one each time, and how many statements it took."""

    status: int
    seen: tuple[list[tuple[str, str]], str]
    statements: int


def told_of(office: FullOffice, visitor: Visitor, call: Call, ids: dict[str, str]) -> Told:
    with statements(office) as asked:
        answer = answer_to(visitor, call)
    text = answer.get_data(as_text=True)
    for value in {*ids.values(), visitor.token}:
        text = text.replace(value, "-")
    headers = [(name, value) for name, value in answer.headers if name not in CHANGING]
    return Told(answer.status_code, (headers, CHANGES.sub("-", text)), len(asked))


def test_a_unit_that_is_asked_in_the_case_may_name_a_bias(
    office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    """The unit complained about knows of the case: whoever of it knows of a bias may say so."""
    act(office, case.complaint_id, "ask-respondent", "xun.wenshi", unit="RS", questions="请说明收件情况")
    visitor = sign_in(UNITS_OWN_REP)
    listed = visitor.client.get(f"/api/v1/cases/{case.complaint_id}/acts")
    assert "request-recusal" in {row["act"] for row in listed.get_json()["acts"]}
    assert visitor.get(f"/cases/{case.complaint_id}").status_code == 404
