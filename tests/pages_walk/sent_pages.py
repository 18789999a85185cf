"""Pages that only an answer to something sent shows: faults at their fields, what is shown once, the citizen's case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.pages_walk.walk import CITIZEN, Walk
from tests.served_office import SocketVisitor
from tests.web.pages import FIELDS


@dataclass(frozen=True)
class CaseKey:
    """What opens a case: its id for staff, number and query code for who complained."""

    complaint_id: str
    number: str
    query_code: str


def look_at_progress(walk: Walk, visitor: SocketVisitor, cases: Iterable[CaseKey]) -> None:
    """The progress page of each case, its slip, each of its forms sent empty, and what the wrong person is told."""
    for case in cases:
        visitor.get("/progress")
        own = {"number": case.number, "query_code": case.query_code}
        walk.keep(CITIZEN, visitor.post("/progress", own))
        for form in ("supplement", "withdraw", "rate", "review"):
            walk.keep(CITIZEN, visitor.post(f"/progress/{form}", own | _submission(visitor)))
        walk.keep(CITIZEN, visitor.post("/progress/slip", own))
        walk.keep(CITIZEN, visitor.post("/progress/receipt", own | {"query_code": "X"}))
        walk.keep(CITIZEN, visitor.post("/progress/letter", own | {"letter_id": "none"}))
        walk.keep(CITIZEN, visitor.post("/progress/own", own | {"mark": "别人"}))
        walk.keep(CITIZEN, visitor.post("/progress/own/file", own | {"evidence_id": "none"}))
        walk.keep(CITIZEN, visitor.post("/progress/own/close", own))


def send_as_citizen(walk: Walk, visitor: SocketVisitor) -> None:
    """A complaint, taken and refused; questions about none."""
    nobody = {
        "number": "YH-2026-999999",
        "query_code": "X",
        "receipt_code": "X",
        "phone": "1",
        "answer": "sign",
    }
    for path, fields in (
        ("/complaints/new", {}),
        ("/complaints/new/what", {}),
        ("/complaints/new/wish", {"wanted": FIELDS["wanted"], "go": "stay"}),
        ("/complaints/new/you", {"phone": "1"}),
        ("/complaints/new", {**FIELDS, "privacy_notice_version": "2026-07"}),
        ("/progress", nobody),
        ("/progress/recover", nobody),
        ("/handover", nobody),
        ("/sign-in", {"login": "nobody", "password": "wrong"}),
        ("/complaints/new/files", {}),
    ):
        visitor.get("/complaints/new" if path.endswith("/files") else path)
        walk.keep(CITIZEN, visitor.post(path, fields | _submission(visitor)))
    walk.keep(CITIZEN, visitor.post("/handover/file", nobody))
    look_at_last_step(walk, visitor)


def look_at_last_step(walk: Walk, visitor: SocketVisitor) -> None:
    """What is shown before a complaint is sent, once the steps before it are filled in."""
    person = {"name": FIELDS["name"], "phone": FIELDS["phone"]}
    for step, fields in (("what", {"content": FIELDS["content"]}), ("wish", {}), ("you", person)):
        visitor.get(f"/complaints/new/{step}")
        visitor.post(f"/complaints/new/{step}", fields | _submission(visitor))
    walk.keep(CITIZEN, visitor.get("/complaints/new/check"))


def send_as_staff(walk: Walk, visitors: Mapping[str, SocketVisitor], case: CaseKey) -> None:
    """What each role may send: forms with nothing in them, an identity, a registration, a new password."""
    of_case = f"/cases/{case.complaint_id}"
    registration = {"channel": "letter", "received_at": "2026-09-07T09:30", **FIELDS}
    for role, before, path, fields in (
        ("intake", "/register", "/register", {}),
        ("intake", "/register", "/register", registration),
        ("intake", "/orders", "/orders", {}),
        ("supervisor", "/prior/tables", "/prior/tables", {}),
        ("supervisor", "/analysis/rates/volumes", "/analysis/rates/volumes", {}),
        ("intake", "/prior", "/prior/find", {"words": "一"}),
        ("intake", of_case, f"{of_case}/entries", {}),
        ("intake", of_case, f"{of_case}/matters", {}),
        ("intake", of_case, f"{of_case}/evidence", {}),
        ("intake", of_case, f"{of_case}/identity", {"purpose": "电话回访核对"}),
        ("intake", "/password", "/password", {"old": "wrong", "new": "x", "again": "y"}),
        ("intake", "/relations", "/relations", {}),
        ("administrator", "/accounts", "/accounts/ying.xiaoyu/reset", {}),
        ("administrator", "/accounts", "/accounts/ying.xiaoyu/lock", {}),
        ("administrator", "/accounts/new", "/accounts/new", {}),
        ("administrator", "/accounts", "/accounts/ying.xiaoyu/change", {}),
        ("administrator", "/absences", "/absences", {}),
        ("administrator", "/administration/import", "/administration/import", {}),
        ("administrator", "/administration/items/new", "/administration/items/new", {}),
        ("administrator", "/administration/units/SJ", "/administration/units/SJ", {"version": "1"}),
        ("administrator", "/administration/units/SJ/state", "/administration/units/SJ/state", {}),
        ("administrator", "/administration/windows/A01", "/administration/windows/A01/seats", {}),
        ("administrator", "/administration/sources", "/administration/sources", {}),
        ("administrator", "/routes", "/routes", {}),
        ("administrator", "/routes", "/routes/review", {}),
        ("administrator", "/approvals", "/approvals", {}),
        ("administrator", "/administration/causes", "/administration/causes", {}),
        ("administrator", "/administration/keeping", "/administration/keeping", {"kind": "with_result"}),
        (
            "administrator",
            "/administration/keeping",
            "/administration/keeping/incoming",
            {"kind": "left_alone"},
        ),
        ("administrator", "/legal-bases", "/legal-bases", {}),
        ("administrator", "/group-policy", "/group-policy", {}),
        ("administrator", "/administration/recurrence", "/administration/recurrence", {}),
        ("administrator", "/refusal-grounds", "/refusal-grounds", {}),
        ("administrator", "/outbox", "/outbox/chosen", {}),
        ("administrator", "/outbox", "/outbox/chosen", {"key": "1"}),
        ("administrator", "/outbox", "/outbox/give-up", {"key": "1"}),
        ("administrator", "/channels", "/channels/boxes", {"address": " "}),
        ("supervisor", "/due", "/due/chosen", {"act": "supervise", "item": case.complaint_id}),
        ("supervisor", "/due", "/due/chosen/done", {"act": "supervise"}),
        ("supervisor", "/monitor/incidents", "/monitor/incidents/chosen", {}),
        ("supervisor", "/monitor/incidents", "/monitor/incidents/retry", {}),
    ):
        visitor = visitors[role]
        visitor.get(before)
        walk.keep(role, visitor.post(path, fields | _submission(visitor)))
    _declare_anew(walk, "intake", visitors["intake"])
    _reset(walk, "administrator", visitors["administrator"], "/accounts/ying.xiaoyu/reset")


def _reset(walk: Walk, role: str, visitor: SocketVisitor, path: str) -> None:
    """A first password, which the answer to the question alone shows."""
    asked = re.search(r'name="seen" value="([^"]+)"', visitor.get(path).text)
    assert asked is not None
    walk.keep(role, visitor.post(path, {"seen": asked[1]}))


def _declare_anew(walk: Walk, role: str, visitor: SocketVisitor) -> None:
    """A relation on record, and said anew with a day that is none."""
    visitor.get("/relations")
    relation = {"subject_type": "company", "name": "云河快办公司", "relation": "股东", "effect": "decide"}
    assert visitor.post("/relations", relation).is_redirect
    declared = re.search(r'action="(/relations/\d+)"', visitor.get("/relations").text)
    assert declared is not None
    walk.keep(role, visitor.post(declared[1], {"holds": "yes", "valid_until": "明天"}))


def _submission(visitor: SocketVisitor) -> dict[str, str]:
    return {"submission_id": visitor.submission_id} if visitor.submission_id else {}
