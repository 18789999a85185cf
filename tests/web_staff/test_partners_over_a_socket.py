"""Who may be given a case and who may be asked for a statement: only whom it concerns, by the real form check over a socket."""

from __future__ import annotations

from itertools import count

from models.case.complaint import Complaint
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import accept, add_task
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import side_case
from tests.web_staff.test_act_pages import form_of

CLERK, INVESTIGATOR = "wen.rusheng", "xun.wenshi"
_addresses = count(1)


def send(visitor: SocketVisitor, path: str, answers: dict[str, object]) -> tuple[int, dict[str, str]]:
    """Status and the faults by field."""
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    answer = visitor.client.post(path, json={"answers": answers}, headers=headers)
    return answer.status_code, answer.json().get("errors", {})


def test_a_handler_is_offered_with_his_unit_and_of_another_unit_than_the_handling_one_refused(
    served_office: ServedOffice,
) -> None:
    """UX-11: 首席代表 of another unit was taken as the handler without a word; the field is marked now."""
    case = served_office.office.file(address=f"partner-{next(_addresses)}").complaint_id
    accept(served_office.office, case)
    path = f"/tasks/{add_task(served_office.office, case, 'assign-handler')}"
    clerk = served_office.visitor(CLERK)
    options = {row["value"]: row["label"] for row in form_of(clerk.get(path).text)["data"]["handler_options"]}
    units = {row.code: row.name for row in served_office.office.rows(OrganisationUnit)}
    people = {row.login: row for row in served_office.office.rows(Staff)}
    assert len(options) > 10
    for login, label in options.items():
        assert label.startswith(f"{people[login].name}（{units[people[login].unit]}"), label
    refused = send(clerk, path, {"handling_unit": "YB", "handler_id": "min.zhenghe"})
    assert refused[0] == 422 and set(refused[1]) == {"handler_id"}
    assert served_office.office.rows(Complaint, id=case)[0].handler_id is None
    assert send(clerk, path, {"handling_unit": "YB", "handler_id": "yi.baomin"})[0] == 200
    assert served_office.office.rows(Complaint, id=case)[0].handler_id == "yi.baomin"


def test_only_units_that_the_case_concerns_are_asked_and_another_once_it_is_entered_with_a_reason(
    served_office: ServedOffice,
) -> None:
    """UX-11: 不动产 was asked for a statement in a case of 卫健 without a word."""
    case = side_case(served_office.office, address=f"partner-{next(_addresses)}")
    investigator = served_office.visitor(INVESTIGATOR)
    path = f"/cases/{case.complaint_id}/acts/ask-respondent"

    def offered() -> set[str]:
        return {row["value"] for row in form_of(investigator.get(path).text)["data"]["unit_options"]}

    assert "RS" in offered() and "JT" not in offered()
    sent = {"unit": "JT", "questions": "请说明当时的登记情况"}
    refused = send(investigator, path, sent)
    assert refused[0] == 422 and set(refused[1]) == {"unit"}
    [window, *_] = [row.code for row in served_office.office.rows(ServiceWindow) if row.unit == "JT"]
    entered = {"step": "add", "window": window, "reason": "投诉人当日先到交通窗口取号，须核对"}
    act(served_office.office, case.complaint_id, "correct-respondent", INVESTIGATOR, **entered)
    assert "JT" in offered()
    assert send(investigator, path, sent)[0] == 200
