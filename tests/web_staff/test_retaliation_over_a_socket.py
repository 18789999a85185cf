"""A complaint of retaliation (打击报复) on the pages of the real web server: its readers' alone from its confirmation on."""

from __future__ import annotations

from itertools import count

from tests.accepted_row import ACCEPTED_ROW
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.web.case_file import read_file
from tests.web_staff.cases import TestCase, file_case
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send
from tests.web_staff.test_restricted_over_a_socket import CLERK, OTHERS, traces

READER = "cha.fenming"
_addresses = count(1)


def confirmed_case(served: ServedOffice) -> TestCase:
    """A case whose clerk decides on its page that it is about retaliation, and names who reads it."""
    case = file_case(served.office, address=f"retaliation-{next(_addresses)}")
    clerk = served.visitor(CLERK)
    form = form_of(clerk.get(f"/tasks/{case.user_task_key}").text)
    rows = [{"no": row["no"], **ACCEPTED_ROW} for row in form["data"]["matters"]]
    told = {"category": "retaliation", "route": "intervene", "complexity": "complex", "matters": rows}
    status, said = send(clerk, form["submitUrl"], told)
    assert (status, set(said["errors"])) == (422, {"readers"})
    assert send(clerk, form["submitUrl"], {**told, "readers": [READER]})[0] == 200
    add_task(served.office, case.complaint_id, "assign-handler")
    return case


def test_a_file_about_retaliation_is_in_no_list_search_or_count_for_others(
    served_office: ServedOffice,
) -> None:
    """A category of its own: whoever confirmed it and whom he named find it, nobody else does, nor the director."""
    director = served_office.visitor("zong.lanyun")
    before = director.get("/api/v1/cases").json()["total"]
    case = confirmed_case(served_office)
    assert director.get("/api/v1/cases").json()["total"] == before
    for login in OTHERS:
        other = served_office.visitor(login)
        assert traces(other, case) == [], login
        assert other.get("/api/v1/cases?number=" + case.number).json()["total"] == 0, login
        for place in (f"/cases/{case.complaint_id}", f"/cases/{case.complaint_id}/receipt"):
            assert other.get(place).status_code == 404, (login, place)
        assert other.get(f"/api/v1/cases/{case.complaint_id}").status_code == 404
        assert other.get(f"/evidence/{case.evidence_id}").status_code == 404
    for login in (CLERK, READER):
        reader = served_office.visitor(login)
        page = read_file(reader, case.complaint_id)
        assert page.status_code == 200
        assert "打击报复投诉人" in page.text
        assert reader.get("/api/v1/cases?number=" + case.number).json()["total"] == 1
