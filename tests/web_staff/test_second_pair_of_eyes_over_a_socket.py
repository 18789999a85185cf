"""A refusal from the clerk to the approver and back, as the real web server answers, and what the complainant reads of it."""

from __future__ import annotations

import json
import re
from itertools import count

from services.filing.new_case import FiledComplaint
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import REFUSE, add_task
from tests.web.pages import text_of
from tests.web.test_told_dates_over_a_socket import progress_of
from tests.web_staff.test_findings_wait_over_a_socket import send

CLERK, COLLEAGUE, APPROVER = "wen.rusheng", "ying.shoudao", "heng.gongyun"
DECISION = {"category": "bad_attitude", "route": "intervene", "note": "房屋纠纷"}
WHY = "所写去处无权答复，请改写"
_addresses = count(1)


def proposed(served: ServedOffice) -> tuple[FiledComplaint, str]:
    """A case whose refusal waits; the key of the approver's task."""
    filed = served.office.file(address=f"approval-{next(_addresses)}")
    key = add_task(served.office, filed.complaint_id, "decide-acceptance")
    clerk = served.visitor(CLERK)
    clerk.get(f"/tasks/{key}")
    status, said = send(clerk, f"/tasks/{key}", {**DECISION, "matters": [REFUSE, REFUSE]})
    assert status == 200, said
    return filed, add_task(served.office, filed.complaint_id, "approve-acceptance")


def shown_to(visitor: SocketVisitor, key: str) -> tuple[str, dict]:
    page = visitor.get(f"/tasks/{key}")
    found = re.search(r'id="task-form-data">(.*?)</script>', page.text, re.S)
    assert found
    return text_of(page), json.loads(found[1])


def test_the_approver_reads_what_he_decides_on_and_the_complainant_nothing_of_it(
    served_office: ServedOffice,
) -> None:
    """DM-7, DM-34: proposal, ground, basis and right place beside the facts; the page of the complainant as before."""
    filed, key = proposed(served_office)
    before = progress_of(served_office, filed.number, filed.query_code)
    for secret in ("不予受理", REFUSE["basis"], REFUSE["right_place"]):
        assert secret not in before
    approver = served_office.visitor(APPROVER)
    words, form = shown_to(approver, key)
    assert "审批受理决定" in words
    proposal = form["data"]["proposal"]
    for told in (
        "温如声",
        "拟作决定：不予受理",
        "司法审理中",
        REFUSE["basis"],
        REFUSE["right_place"],
        "房屋纠纷",
    ):
        assert told in proposal
    assert "被投诉方：" in form["data"]["facts"]
    assert send(approver, f"/tasks/{key}", {"approval": "approve", "comment": "同意"})[0] == 200
    after = progress_of(served_office, filed.number, filed.query_code)
    assert "不予受理" in after


def test_who_proposed_and_who_is_not_in_charge_are_told_so(served_office: ServedOffice) -> None:
    """DM-34: in words, and their answers are refused."""
    _, key = proposed(served_office)
    for login, words in (
        (CLERK, "由您拟定或提出，须由他人审批。"),
        (COLLEAGUE, "本件须由机构规定的审批人批准。"),
    ):
        person = served_office.visitor(login)
        assert words in text_of(person.get(f"/tasks/{key}"))
        assert send(person, f"/tasks/{key}", {"approval": "approve"})[0] == 403


def test_sent_back_the_proposer_reads_why_beside_his_own_words(served_office: ServedOffice) -> None:
    """W10: without a reason it is not sent back; with one, nothing of the refusal ever shows outside."""
    filed, key = proposed(served_office)
    approver = served_office.visitor(APPROVER)
    approver.get(f"/tasks/{key}")
    status, said = send(approver, f"/tasks/{key}", {"approval": "return"})
    assert (status, list(said["errors"])) == (422, ["comment"])
    assert send(approver, f"/tasks/{key}", {"approval": "return", "comment": WHY})[0] == 200
    again = add_task(served_office.office, filed.complaint_id, "decide-acceptance")
    words, form = shown_to(served_office.visitor(CLERK), again)
    assert WHY in words
    assert "衡公允" in words
    assert form["data"]["note"] == "房屋纠纷"
    assert [row["right_place"] for row in form["data"]["matters"]] == [REFUSE["right_place"]] * 2
    colleague = served_office.visitor(COLLEAGUE)
    assert "由原提出人重新决定" in text_of(colleague.get(f"/tasks/{again}"))
    assert "不予受理" not in progress_of(served_office, filed.number, filed.query_code)


def test_under_a_diagram_that_lost_the_approval_the_clerk_reads_why_it_came_back(
    served_office: ServedOffice,
) -> None:
    """DM-34: which step is missing, that nothing has taken effect, and who puts it right."""
    filed, _ = proposed(served_office)
    again = add_task(served_office.office, filed.complaint_id, "decide-acceptance")
    words, _ = shown_to(served_office.visitor(CLERK), again)
    for told in ("已提出，未经批准", "审批受理决定", "UserTask_ApproveAcceptance", "继续办理"):
        assert told in words, told
    assert "不予受理" not in progress_of(served_office, filed.number, filed.query_code)
