"""What becomes of a matter that is not accepted: it is referred in time or refused, and who complained is told where to go.

Through the real web server, from the decision on; the engine is away.
"""

from __future__ import annotations

import secrets

from models.beside.referral import Referral
from models.beside.sent_sheet import SentSheet
from models.case.letter import CaseLetter
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from services.clocks.time_limits import REFER
from services.filing.new_case import FiledComplaint
from tests.accepted_row import ACCEPTED_ROW
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import REFUSE, add_task, submit
from tests.web.letter_words import letter_words
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

CLERK = "wen.rusheng"
OUTSIDE, UNIT = "X-DL", "云河市东岭区政务服务中心"
DECISION = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}


def file(served: ServedOffice) -> FiledComplaint:
    return served.office.file(address=f"told-{secrets.token_hex(4)}")


def progress(served: ServedOffice, filed: FiledComplaint) -> str:
    """His page, with its tags."""
    visitor = served.visitor()
    visitor.get("/progress")
    return visitor.post("/progress", {"number": filed.number, "query_code": filed.query_code}).text


def letter(served: ServedOffice, filed: FiledComplaint, kind: str) -> str:
    """What he reads in the letter of this kind that the clerk freezes."""
    clerk, at = served.visitor(CLERK), f"/cases/{filed.complaint_id}/letters/{kind}/round-1"
    clerk.get(at)
    assert clerk.post(at, {"version": "0", "action": "freeze"}).status_code == 303
    (row,) = served.office.rows(CaseLetter, complaint_id=filed.complaint_id, kind=kind)
    key = {"number": filed.number, "query_code": filed.query_code}
    visitor = served.visitor()
    visitor.post("/progress", key)
    return letter_words(visitor.post("/progress/letter", key | {"letter_id": row.id}))


def test_a_matter_of_others_leaves_at_once_with_a_day_to_sign_and_who_complained_reads_who_has_it(
    served_office: ServedOffice,
) -> None:
    """R34: referred in time, with the decision and within its limit, to the competent unit; and the complainant is told."""
    filed = file(served_office)
    case, clerk = filed.complaint_id, served_office.visitor(CLERK)
    form = form_of(clerk.get(f"/tasks/{add_task(served_office.office, case, 'decide-acceptance')}").text)
    matters = [{"decision": "refer", "refer_to": OUTSIDE}, ACCEPTED_ROW]
    status, body = send(clerk, form["submitUrl"], {**DECISION, "matters": matters})
    assert status == 200, body

    (referral,) = served_office.office.rows(Referral, complaint_id=case)
    assert (referral.unit_code, referral.matter_nos) == (OUTSIDE, [1])
    (sheet,) = served_office.office.rows(SentSheet, complaint_id=case)
    assert sheet.request_id == referral.id
    (limit,) = served_office.office.rows(Clock, complaint_id=case, subject_id=REFER)
    assert limit.stop_reason == "sent"
    assert sheet.sent_at <= limit.stopped_at < limit.due_at
    (sign_off,) = served_office.office.rows(Clock, complaint_id=case, kind=ClockKind.REFERRAL_SIGN_OFF)
    assert (sign_off.subject_id, as_iso(sign_off.due_at)) == (referral.id, "2026-09-08T17:00:00+08:00")
    paper = text_of(clerk.get(f"/cases/{case}/referrals/{referral.id}/sheet"))
    for told in (UNIT, "签收截止", "2026-09-08 17:00", str(referral.receipt_code)):
        assert told in paper, told

    assert UNIT in progress(served_office, filed).split('id="referrals"')[1].split("</div>")[0]
    words = letter(served_office, filed, "referral_notice")
    for told in ("转办告知书", UNIT, "最迟2026年9月8日17:00签收", "由我中心转告您"):
        assert told in words, told


def test_who_complained_reads_why_a_matter_is_refused_and_where_to_go(served_office: ServedOffice) -> None:
    """R22: the reason and the right place to go, at his query code and in writing."""
    filed = file(served_office)
    submit(
        served_office.office,
        filed.complaint_id,
        "decide-acceptance",
        CLERK,
        **DECISION,
        matters=[ACCEPTED_ROW, REFUSE],
    )
    page = progress(served_office, filed)
    for told in ("司法审理中", REFUSE["right_place"]):
        assert told in page, told
    words = letter(served_office, filed, "refusal_notice")
    for told in ("不予受理告知书", "正在司法审理中", REFUSE["basis"], REFUSE["right_place"]):
        assert told in words, told
