"""A file for named readers alone: restricted, changed and lifted on the page of the case, through the real web server."""

from __future__ import annotations

from itertools import count

import pytest

from models.case.file_restriction import FileRestriction
from models.ledger.trail_event import TrailEvent
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.case_file import read_file
from tests.web_staff.cases import TestCase, file_case
from tests.web_staff.test_act_pages import form_of

CLERK, READERS = "wen.rusheng", ["cha.fenming", "heng.gongyun"]
OTHERS = ("ming.shouli", "ji.luqing", "tan.genyuan", "jian.rujing", "zong.lanyun", "cai.youdu", "fang.huiyin")
REASON = "举报人担心同事认出他，仅限承办和批准的人员查阅"
PLACES = (
    "/tasks",
    "/cases",
    "/cases?number={number}",
    "/due",
    "/monitor/instances",
    "/monitor/incidents",
    "/monitor/messages",
    "/monitor/stuck",
    "/monitor/processes/intake",
    "/monitor/processes/complaint",
    "/unit-cases",
    "/api/v1/tasks",
    "/api/v1/cases",
    "/api/v1/cases?number={number}",
    "/api/v1/due",
)
_addresses = count(1)


def take(visitor: SocketVisitor, case: TestCase, name: str, **answers: object) -> int:
    """Send the form of an act; the status."""
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    where = f"/cases/{case.complaint_id}/acts/{name}"
    return visitor.client.post(where, json={"answers": answers}, headers=headers).status_code


def restricted_case(served: ServedOffice) -> TestCase:
    """A case that the clerk restricts on its page."""
    case = file_case(served.office, address=f"restricted-{next(_addresses)}")
    clerk = served.visitor(CLERK)
    page = clerk.get(f"/cases/{case.complaint_id}/acts/restrict-file")
    options = [option["label"] for option in form_of(page.text)["data"]["reader_options"]]
    assert "查分明（调查岗）" in options
    assert not [label for label in options if "窗口人员" in label or "系统管理员" in label]
    assert take(clerk, case, "restrict-file", readers=READERS, reason=REASON) == 200
    return case


def traces(visitor: SocketVisitor, case: TestCase) -> list[str]:
    """Where the number, an id or the words of the case stand."""
    words = (case.number, case.complaint_id, case.user_task_key)
    found = []
    for place in PLACES:
        shown = visitor.get(place.format(number=case.number)).text
        # What was searched for stands in the field of the search.
        shown = shown.replace(f'value="{case.number}"', "").replace(f"number={case.number}", "")
        found += [place for word in words if word in shown]
    return found


def test_for_others_a_restricted_file_is_in_no_list_search_count_or_title(
    served_office: ServedOffice,
) -> None:
    """ST-10, DM-10, R31: its readers find it where they always did, nobody else anywhere."""
    case = restricted_case(served_office)
    for login in (CLERK, *READERS):
        reader = served_office.visitor(login)
        page = read_file(reader, case.complaint_id)
        assert page.status_code == 200
        assert "查分明（调查岗）、衡公允" in page.text
        assert REASON in page.text
        assert "/cases?number={number}" in traces(reader, case)
    for login in OTHERS:
        other = served_office.visitor(login)
        assert traces(other, case) == [], login
        for place in (f"/cases/{case.complaint_id}", f"/tasks/{case.user_task_key}"):
            assert other.get(place).status_code == 404
            assert other.get(f"/api/v1{place}").status_code == 404
        assert other.get(f"/evidence/{case.evidence_id}").status_code == 404
        assert take(other, case, "restrict-file", readers=[login], reason="我也要看") == 404
        assert take(other, case, "lift-restriction", reason="我也要看") == 404


def test_the_total_of_a_list_does_not_count_it(served_office: ServedOffice) -> None:
    """ST-10: a total that is one more than the rows says that there is something."""
    director = served_office.visitor("zong.lanyun")
    before = director.get("/api/v1/cases").json()["total"]
    case = restricted_case(served_office)
    assert director.get("/api/v1/cases").json()["total"] == before
    assert served_office.visitor(CLERK).get("/api/v1/cases?number=" + case.number).json()["total"] == 1


def test_a_reader_changes_the_readers_and_lifts_it_with_a_reason(served_office: ServedOffice) -> None:
    """ST-10: each is on the trail, with who and when; a reason is asked for."""
    case = restricted_case(served_office)
    approver = served_office.visitor("heng.gongyun")
    assert (
        take(approver, case, "restrict-file", readers=["jian.rujing"], reason="改由督查考评科科长查阅") == 200
    )
    assert served_office.visitor("jian.rujing").get(f"/cases/{case.complaint_id}").status_code == 200
    assert served_office.visitor(CLERK).get(f"/cases/{case.complaint_id}").status_code == 404
    supervisor = served_office.visitor("jian.rujing")
    assert take(supervisor, case, "lift-restriction", reason="") == 422
    assert take(supervisor, case, "lift-restriction", reason="事项已公开，不再需要限阅") == 200
    for login in (*OTHERS, CLERK):
        assert served_office.visitor(login).get(f"/cases/{case.complaint_id}").status_code == 200
    rows = sorted(
        served_office.office.rows(FileRestriction, complaint_id=case.complaint_id), key=lambda row: row.at
    )
    assert [(row.by, row.lifted_by) for row in rows] == [
        (CLERK, "heng.gongyun"),
        ("heng.gongyun", "jian.rujing"),
    ]
    assert rows[-1].lift_reason == "事项已公开，不再需要限阅"
    events = served_office.office.rows(TrailEvent, complaint_id=case.complaint_id)
    told = [event.kind for event in events if event.kind.startswith("file.")]
    assert told == ["file.restricted", "file.restriction_ended", "file.restricted", "file.restriction_ended"]


@pytest.mark.parametrize("login", ["tan.genyuan", "fang.huiyin"])
def test_an_investigator_or_a_visitor_does_not_restrict(served_office: ServedOffice, login: str) -> None:
    case = file_case(served_office.office, address=f"restricted-{next(_addresses)}")
    visitor = served_office.visitor(login)
    assert take(visitor, case, "restrict-file", readers=["tan.genyuan"], reason="试一试") == 403


def test_what_a_route_restricted_is_not_lifted(served_office: ServedOffice) -> None:
    """DM-15: only another respondent ends it."""
    filed = served_office.office.file(
        content="在投诉处置科，工作人员应收到把材料退回，没有给回执。",
        respondent_window="",
        respondent_unit="投诉处置科",
        respondent_staff="应收到",
        address=f"restricted-{next(_addresses)}",
    )
    case = TestCase(filed.complaint_id, filed.number, "", "")
    supervisor = served_office.visitor("jian.rujing")
    assert "按投诉去向移交" in supervisor.get(f"/cases/{case.complaint_id}/acts/lift-restriction").text
    assert take(supervisor, case, "lift-restriction", reason="不该能解除") == 409
    # Fewer readers are possible, and the route goes on to hold.
    assert take(supervisor, case, "restrict-file", readers=["jian.rujing"], reason="仅由科长办理") == 200
    assert served_office.visitor("zong.lanyun").get(f"/cases/{case.complaint_id}").status_code == 404
    assert take(supervisor, case, "lift-restriction", reason="不该能解除") == 409
