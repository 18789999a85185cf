"""The JSON API: its description, filing and progress, cases and tasks as programs read them."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from api.v1.openapi import document_of
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.receipt import Receipt
from tests.full_office import CONTENT, WANTED, FullOffice
from tests.unit.services.projected_task import ACCEPT
from tests.web.pages import Visitor
from tests.web_staff.cases import CANARIES, file_case
from tests.web_staff.test_task_page import ANSWERS, rows

SignIn = Callable[[str], Visitor]
SNAPSHOT = Path(__file__).parents[2] / "api" / "v1" / "openapi.json"
CASE_KEYS = {
    "submitted",
    "complaint_id", "number", "channel", "stage", "outcome", "received_at", "next_due_at", "clock_state",
    "is_closed", "open_after_archive", "category", "route", "complexity", "identity_kind", "urgent", "disclosure_level",
    "handling_unit", "handler_id", "respondent", "splits", "group", "answered_in",
    "respondents", "claims", "matters", "effective_received", "standing", "is_bounded",
    "accepted_at", "clocks",
    "severity", "merged_into", "suggestion", "runs",
    "supplement_requests", "supplements", "referrals", "entrustments", "extensions", "respondent_requests",
    "recusals", "supervisions", "rectifications", "disciplinary_transfers", "reviews", "withdrawals",
}  # fmt: skip


def post(visitor: Visitor, address: str, body: dict) -> tuple[int, dict]:
    token = visitor.client.get("/api/v1/csrf-token").get_json()["csrf_token"]
    answer = visitor.client.post(address, json=body, headers={"X-CSRF-Token": token})
    return answer.status_code, answer.get_json()


def complaint(**fields: object) -> dict:
    return {"submission_id": secrets.token_hex(16), "content": CONTENT, "wanted": WANTED} | fields


def test_the_description_is_the_committed_one(app: Flask) -> None:
    """A change of the API shows in its snapshot; run once with WRITE_OPENAPI=1 to accept it."""
    document = document_of(app)
    if os.environ.get("WRITE_OPENAPI") == "1":
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        SNAPSHOT.write_text(text + "\n", "utf-8")
    assert document == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_route_of_the_api_is_described(app: Flask) -> None:
    described = set(document_of(app)["paths"])
    routes = {
        re.sub(r"<([^>]+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("openapi.json")
    }
    assert described == routes


def test_a_complaint_is_filed_once_and_followed_by_its_code(app: Flask, office: FullOffice) -> None:
    visitor = Visitor(app)
    body = complaint(name="简一趟", phone="19900000201")
    status, filed = post(visitor, "/api/v1/complaints", body)
    assert status == 201
    assert filed["effective_received"] == "2026-09-07"
    _, again = post(visitor, "/api/v1/complaints", body)
    assert again == filed
    assert len(office.rows(Complaint)) == 1
    query = {"number": filed["number"], "query_code": filed["query_code"]}
    status, progress = post(visitor, "/api/v1/progress", query)
    assert status == 200
    assert [step["code"] for step in progress["steps"]] == ["RECEIVED"]
    status, problem = post(visitor, "/api/v1/progress", query | {"query_code": "AAAAA-AAAA-AAAA"})
    assert (status, problem["code"]) == (404, "NO_SUCH_CASE")


def test_faulty_and_unknown_fields_are_named(app: Flask) -> None:
    status, problem = post(Visitor(app), "/api/v1/complaints", complaint(content=""))
    assert status == 422
    assert "content" in problem["errors"]
    status, _ = post(Visitor(app), "/api/v1/complaints", complaint(is_urgent=True))
    assert status == 422


def test_a_case_has_exactly_the_documented_keys_and_no_identity(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    clerk = sign_in("wen.rusheng")
    listed = clerk.client.get(f"/api/v1/cases?number={case.number}").get_json()
    assert [line["complaint_id"] for line in listed["cases"]] == [case.complaint_id]
    answer = clerk.client.get(f"/api/v1/cases/{case.complaint_id}")
    body = answer.get_json()
    assert set(body) == CASE_KEYS
    assert (body["effective_received"], body["accepted_at"]) == ("2026-09-07", None)
    acceptance = next(clock for clock in body["clocks"] if clock["kind"] == "acceptance")
    assert (acceptance["amount"], acceptance["unit"], acceptance["pauses"]) == (3, "wd", [])
    assert acceptance["original_due_at"] == acceptance["due_at"] == "2026-09-10T17:00:00+08:00"
    assert acceptance["announced"] == []
    said = {"unit", "window", "staff", "item", "match", "roster_day", "matter_no", "is_suggested"}
    assert set(body["respondent"]) == said | {"respondent_id"}
    assert body["respondents"] == [body["respondent"]]
    assert len(body["matters"]) == 2
    assert [value for value in CANARIES.values() if value in answer.text] == []


def test_the_tasks_of_a_case_are_listed_for_whom_they_are(office: FullOffice, sign_in: SignIn) -> None:
    """`mine`: whoever reads the case sees its tasks, and of them his own where he asks for those."""
    case, other = file_case(office), file_case(office)

    def listed(login: str, query: str) -> list[str]:
        answer = sign_in(login).client.get(f"/api/v1/tasks?{query}").get_json()
        return [task["user_task_key"] for task in answer["tasks"]]

    of_case = f"complaint={case.complaint_id}"
    assert listed("wen.rusheng", f"{of_case}&mine=true") == [case.user_task_key]
    assert set(listed("wen.rusheng", "mine=true")) >= {case.user_task_key, other.user_task_key}
    assert listed("zong.lanyun", of_case) == [case.user_task_key]
    assert listed("zong.lanyun", f"{of_case}&mine=true") == []
    assert listed("wen.rusheng", "complaint=none&mine=true") == []


def test_a_task_is_listed_read_and_submitted_by_a_program(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    clerk = sign_in("wen.rusheng")
    tasks = clerk.client.get(f"/api/v1/tasks?complaint={case.complaint_id}").get_json()["tasks"]
    assert [(task["form_id"], task["state"]) for task in tasks] == [("decide-acceptance", "open")]
    page = clerk.client.get(f"/api/v1/tasks/{case.user_task_key}").get_json()
    assert page["schema"]["id"] == "decide-acceptance"
    assert page["can_submit"] is True
    answers = {"answers": ANSWERS | {"matters": rows(ACCEPT, ACCEPT)}}
    status, done = post(clerk, f"/api/v1/tasks/{case.user_task_key}", answers)
    assert status == 200
    assert done["complaint_id"] == case.complaint_id
    body = clerk.client.get(f"/api/v1/cases/{case.complaint_id}").get_json()
    assert [matter["decision"] for matter in body["matters"]] == ["accept", "accept"]
    assert [clock["amount"] for clock in body["clocks"] if clock["kind"] == "resolve"] == [5]
    assert all(matter["decided_at"] is not None for matter in body["matters"])


def test_the_due_list_tells_limits_and_seconds(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    clocks = sign_in("jian.rujing").client.get("/api/v1/due").get_json()["clocks"]
    assert [(clock["number"], clock["kind"], clock["rung"]) for clock in clocks] == [
        (case.number, "acceptance", "within")
    ]
    assert clocks[0]["seconds_left"] > 0


def test_a_program_without_a_session_gets_a_problem_not_a_page(app: Flask) -> None:
    answer = Visitor(app).client.get("/api/v1/cases")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"


def test_an_act_that_a_program_sends_again_is_taken_once(office: FullOffice, sign_in: SignIn) -> None:
    """R18: the first answer again; without an id or with other answers under it nothing is taken."""
    case, clerk = file_case(office), sign_in("wen.rusheng")
    address = f"/api/v1/cases/{case.complaint_id}/acts/request-withdrawal"
    body = {"answers": {"reason": "来电撤回"}, "submission_id": secrets.token_hex(16)}
    first, again = post(clerk, address, body), post(clerk, address, body)
    assert first[0] == 200
    assert again == first
    status, problem = post(clerk, address, body | {"answers": {"reason": "另有原因"}})
    assert (status, list(problem["errors"])) == (422, ["submission_id"])
    assert post(clerk, address, {"answers": {"reason": "来电撤回"}})[0] == 422
    assert len(office.rows(Withdrawal)) == 1


def test_what_a_program_filed_is_kept_as_it_was_said_without_the_id_of_the_sending(
    app: Flask, office: FullOffice
) -> None:
    """HS-42: the receipt is read by people, so its characters are not escaped."""
    body = complaint(name="简一趟", phone="19900000201")
    assert post(Visitor(app), "/api/v1/complaints", body)[0] == 201
    raw = office.rows(Receipt)[0].raw_text
    assert "简一趟" in raw
    assert "窗口要我补一张" in raw
    said = {name: value for name, value in body.items() if name != "submission_id"}
    assert said.items() <= json.loads(raw).items()
    assert "submission_id" not in json.loads(raw)
