"""What a person was doing stands with each look, and what left or waits has a row too (ADR 0345, I2)."""

from __future__ import annotations

import secrets
from itertools import count

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.task import Task
from models.ground.look_codes import LookKind
from models.ledger.look_check import verify_looks
from models.ledger.look_record import LookRecord
from models.office.staff import Staff
from services.actor import SYSTEM
from services.looks.find_breach import FindBreach, find_breach
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.unit.side_requests.side_case import side_case
from tests.web.own_part import prove
from tests.web.told_scenes import part_of
from tests.web_staff.cases import TestCase, file_case
from tests.web_staff.people import BY_ROLE
from tests.web_staff.test_readers_other_addresses import join_message

CLERK, OTHER_CLERK, HANDLER, SUPERVISOR = "wen.rusheng", "ying.shoudao", "xun.wenshi", "jian.rujing"
APPROVER = "heng.gongyun"
_addresses = count(1)


def filed(served: ServedOffice) -> TestCase:
    return file_case(served.office, address=f"purpose-{next(_addresses)}")


def purposes_of(served: ServedOffice, case: str) -> dict[tuple[str, LookKind], str | None]:
    rows = served.office.rows(LookRecord, complaint_id=case)
    return {(row.viewer, row.kind): row.purpose for row in rows}


def test_the_purpose_is_what_the_person_was_doing(served_office: ServedOffice) -> None:
    """By the office's own records: a task in hand, one before it is taken, the handler, who supervises, an identity."""
    case, office = filed(served_office), served_office.office
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, case.user_task_key).claimed_by = CLERK
        unit.session.get_one(Complaint, case.complaint_id).handler_id = HANDLER
        element = unit.session.get_one(Task, case.user_task_key).element_id
    other = add_task(office, case.complaint_id, "assign-handler")
    for login, address in (
        (CLERK, f"/cases/{case.complaint_id}"),
        (OTHER_CLERK, f"/tasks/{other}"),
        (HANDLER, f"/cases/{case.complaint_id}/history"),
        (SUPERVISOR, f"/api/v1/cases/{case.complaint_id}"),
        ("hui.fangyi", f"/cases/{case.complaint_id}"),
    ):
        assert served_office.visitor(login).get(address).status_code == 200, login
    told = {viewer: purpose for (viewer, _), purpose in purposes_of(served_office, case.complaint_id).items()}
    assert told == {
        CLERK: f"task:{element}",
        OTHER_CLERK: "choosing",
        HANDLER: "handling",
        SUPERVISOR: "supervising",
        "hui.fangyi": None,
    }
    shown = served_office.visitor(HANDLER).post(
        f"/cases/{case.complaint_id}/identity", {"purpose": "核对回访电话"}
    )
    assert shown.status_code == 200
    assert purposes_of(served_office, case.complaint_id)[HANDLER, LookKind.IDENTITY] == "identity"


def test_the_complainant_reads_purposes_and_where_none_is_known(served_office: ServedOffice) -> None:
    """ST-8d, N6: office, purpose and time; of a task what its diagram calls it; no person."""
    office = served_office.office
    case = side_case(office, address=secrets.token_hex(4))
    key = add_task(office, case.complaint_id, "record-findings")
    with office.unit_of_work() as unit:
        task = unit.session.get_one(Task, key)
        task.claimed_by, task.element_id = CLERK, "UserTask_RecordFindings"
        task.details = {**task.details, "name": "认定事实"}
    for login in (CLERK, "hui.fangyi", SUPERVISOR):
        assert served_office.visitor(login).get(f"/cases/{case.complaint_id}").status_code == 200
    told = part_of(prove(served_office.visitor(), case).text, "readings")
    assert "认定事实" in told and "监督检查" in told
    assert "没有记录到用途（岗位：回访）" in told
    people = office.rows(Staff)
    assert not [one.name for one in people if one.name in told or one.login in told]
    page = served_office.visitor(BY_ROLE["auditor"]).get(f"/audit/looks?number={case.number}")
    assert "办理手头的任务" in page.text and "监督检查" in page.text


def test_each_case_of_a_table_that_leaves_has_its_row(served_office: ServedOffice) -> None:
    """Who took the table saw them all; the complainant reads that his was in one, and the drill after a leak lists it."""
    case, since = filed(served_office), served_office.office.clock.now()
    clerk = served_office.visitor(OTHER_CLERK)
    clerk.get("/cases/table")
    taken = clerk.post("/cases/table", {"purpose": "月度统计", "format": "csv"})
    assert taken.status_code == 200 and case.number in taken.text
    assert purposes_of(served_office, case.complaint_id) == {(OTHER_CLERK, LookKind.EXPORT): "table"}
    approver = served_office.visitor(APPROVER)
    approver.get("/ledger/table")
    taken = approver.post("/ledger/table", {"purpose": "月度统计", "format": "csv", "columns": "number"})
    assert taken.status_code == 200
    assert served_office.visitor(SUPERVISOR).get("/due/export.csv").status_code == 200
    assert purposes_of(served_office, case.complaint_id) == {
        (login, LookKind.EXPORT): "table" for login in (OTHER_CLERK, APPROVER, SUPERVISOR)
    }
    found = find_breach(FindBreach(since), served_office.office.unit_of_work(), SYSTEM)
    listed = {(row.viewer, row.kind) for row in found.rows if row.number == case.number}
    assert listed == {(login, LookKind.EXPORT) for login in (OTHER_CLERK, APPROVER, SUPERVISOR)}
    with served_office.office.database.read() as session:
        assert verify_looks(session).broken_seq is None


def test_the_complainant_reads_of_each_kind_of_look(served_office: ServedOffice) -> None:
    """SE-12: at a file of his, at a message that was joined to his case, and that a table had it."""
    office = served_office.office
    case = side_case(office, address=secrets.token_hex(4))
    file = filed(served_office).evidence_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Evidence, file).complaint_id = case.complaint_id
    assert served_office.visitor(HANDLER).get(f"/evidence/{file}").status_code == 200
    clerk = served_office.visitor(OTHER_CLERK)
    assert clerk.get(join_message(served_office, case.complaint_id)).status_code == 200
    assert served_office.visitor(SUPERVISOR).get("/due/export.csv").status_code == 200
    kinds = {row.kind for row in office.rows(LookRecord, complaint_id=case.complaint_id)}
    assert kinds == {LookKind.EVIDENCE, LookKind.CASE, LookKind.EXPORT}
    told = part_of(prove(served_office.visitor(), case).text, "readings")
    assert [word for word in ("承办投诉", "处理来件", "导出表格、文书") if word not in told] == []


def test_what_waits_has_a_row_of_its_own(served_office: ServedOffice) -> None:
    """A message of no case by its own id; one that lies in a case is a look at the case."""
    case = filed(served_office)
    address = join_message(served_office, case.complaint_id)
    clerk = served_office.visitor(OTHER_CLERK)
    assert clerk.get(address).status_code == 200
    assert purposes_of(served_office, case.complaint_id) == {(OTHER_CLERK, LookKind.CASE): "incoming"}
    waiting = join_message(served_office, None)
    assert clerk.get(waiting).status_code == 200
    (row,) = served_office.office.rows(LookRecord, thing=waiting.removeprefix("/incoming/"))
    assert (row.kind, row.complaint_id, row.purpose) == (LookKind.INCOMING, None, "incoming")
    assert clerk.get(f"/incoming/{'0' * 32}").status_code == 404
    assert served_office.office.rows(LookRecord, thing="0" * 32) == []
