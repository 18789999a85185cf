"""Filing and registering: nothing is lost, nothing is there twice."""

from __future__ import annotations

import io
from datetime import date

import pytest

from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel, IdentityKind
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from models.ground.matter_codes import MatterKind
from models.ledger.outbox import OutboxRow
from models.ledger.submission import Submission
from models.ledger.trail_event import TrailEvent
from models.vault.identity import Identity
from services.evidence.incoming_file import IncomingFile
from services.filing.new_case import hash_raw
from services.filing.register_complaint import RegisterComplaint, register_complaint
from services.filing.statement import Statement
from services.views.task_page import get_task
from tests.full_office import CONTENT, TOLD, FullOffice
from tests.unit.services.projected_task import add_task


def test_filed_complaint_has_its_clock_its_run_and_its_message_at_once(office: FullOffice) -> None:
    """One transaction holds the case, the acceptance limit and the message that starts the process."""
    filed = office.file()
    assert filed.number == "YH-2026-000001"
    assert filed.effective_received == date(2026, 9, 7)
    assert filed.acceptance_due_at == parse_moment("2026-09-10T17:00")
    assert [row.run_no for row in office.rows(CaseRun)] == [1]
    assert len(office.rows(Clock)) == 1
    message = next(row for row in office.rows(OutboxRow) if row.payload.get("name") == "complaint.registered")
    assert message.payload["variables"] == {"complaint_id": filed.complaint_id, "run_no": 1}


def test_same_submission_again_gives_the_same_number_and_code(office: FullOffice) -> None:
    """R18: a double click or a retry is one case."""
    first = office.file(submission_id="a" * 32)
    second = office.file(submission_id="a" * 32)
    assert (first.number, first.query_code, first.acceptance_due_at) == (
        second.number,
        second.query_code,
        second.acceptance_due_at,
    )
    assert len(office.rows(Complaint)) == 1


def test_filing_of_an_earlier_release_sent_again_gets_its_receipt(office: FullOffice) -> None:
    """What it said was not kept then; its number and code are known."""
    first = office.file(submission_id="a" * 32)
    with office.unit_of_work() as unit:
        unit.session.delete(unit.session.query(Submission).one())
    assert office.file(submission_id="a" * 32).number == first.number


def test_evening_filing_counts_as_received_on_the_next_workday(office: FullOffice) -> None:
    """Receipt after 17:00 before the October break."""
    office.clock.set("2026-09-29T18:30")
    filed = office.file()
    assert filed.effective_received == date(2026, 9, 30)
    assert filed.acceptance_due_at == parse_moment("2026-10-10T17:00")


def test_missing_fields_are_named(office: FullOffice) -> None:
    """Each fault by its field."""
    with pytest.raises(InvalidInput) as refused:
        office.file(content=" ", name="", phone="")
    assert refused.value.errors == {"content": "REQUIRED", "name": "REQUIRED", "phone": "CONTACT_REQUIRED"}


def test_anonymous_complaint_keeps_no_identity(office: FullOffice) -> None:
    """R17: what an anonymous form still carries is not stored."""
    filed = office.file(is_anonymous=True)
    assert office.rows(Identity) == []
    assert office.rows(Complaint, id=filed.complaint_id)[0].identity_kind is IdentityKind.ANONYMOUS


def test_bad_file_is_named_and_does_not_stop_the_complaint(office: FullOffice) -> None:
    """The complaint is registered, the good file kept, the bad one refused with a reason."""
    good = IncomingFile("说明.txt", "text/plain", io.BytesIO("情况说明".encode()))
    bad = IncomingFile("page.jpg", "image/jpeg", io.BytesIO(b"<html><script>alert(1)</script></html>"))
    filed = office.file(good, bad)
    assert [(file.name, file.code) for file in filed.refused_files] == [("page.jpg", "TYPE_MISMATCH")]
    assert [row.name for row in office.rows(Evidence)] == ["说明.txt"]


def test_eleventh_filing_of_an_address_in_an_hour_is_refused(office: FullOffice) -> None:
    """The public form is limited; a repeat of an earlier submission is not counted."""
    one = "203.0.113.7"
    for number in range(10):
        office.file(submission_id=f"{number:016d}", address=one)
    office.file(submission_id=f"{0:016d}", address=one)
    with pytest.raises(RuleRefused, match="RATE_LIMITED"):
        office.file(address=one)
    assert len(office.rows(Complaint)) == 10


def registration(**fields: object) -> RegisterComplaint:
    known: dict[str, object] = {
        "submission_id": "r" * 32,
        "channel": Channel.OPINION_BOX,
        "received_at": parse_moment("2026-09-07T09:30"),
        "statement": Statement(content=CONTENT),
        "raw": "二楼意见箱内纸条：\n" + CONTENT,
        "opened_by_first": "jian.dengji",
        "opened_by_second": "wen.rusheng",
    }
    return RegisterComplaint(**{**known, **fields})  # type: ignore[arg-type]  # fields by name in tests


def test_registration_sent_again_is_one_and_other_words_are_refused(office: FullOffice) -> None:
    """R18: the same paper is one case; what differs is not told to be on file."""
    clerk = office.actor("jian.dengji")
    first = register_complaint(registration(), office.unit_of_work(), clerk)
    assert register_complaint(registration(), office.unit_of_work(), clerk) == first
    for other in ({"received_at": parse_moment("2026-09-07T09:31")}, {"raw": "另一张纸条"}):
        with pytest.raises(InvalidInput) as fault:
            register_complaint(registration(**other), office.unit_of_work(), clerk)
        assert fault.value.errors == {"submission_id": "SENT_BEFORE"}
    assert len(office.rows(Complaint)) == 1


def test_registered_complaint_keeps_raw_text_unchanged_with_hash(office: FullOffice) -> None:
    """The paper's words, who opened the box, the moment of receipt."""
    command = registration()
    filed = register_complaint(command, office.unit_of_work(), office.actor("jian.dengji"))
    receipt = office.rows(Receipt, complaint_id=filed.complaint_id)[0]
    assert receipt.raw_text == command.raw
    assert receipt.raw_sha256 == hash_raw(command.raw)
    assert (receipt.opened_by_first, receipt.opened_by_second) == ("jian.dengji", "wen.rusheng")
    assert filed.received_at == command.received_at


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"opened_by_second": ""}, {"opened_by_second": "REQUIRED"}),
        ({"opened_by_second": "jian.dengji"}, {"opened_by_second": "SAME_PERSON"}),
        ({"opened_by_first": "nobody"}, {"opened_by_first": "NOT_AN_OPTION"}),
        ({"received_at": parse_moment("2026-09-07T10:01")}, {"received_at": "IN_THE_FUTURE"}),
        ({"raw": " "}, {"raw_text": "REQUIRED"}),
    ],
)
def test_registration_with_a_fault_is_refused(
    office: FullOffice, fields: dict[str, object], errors: dict[str, str]
) -> None:
    """Box and letter are opened by two; receipt is never in the future."""
    with pytest.raises(InvalidInput) as refused:
        register_complaint(registration(**fields), office.unit_of_work(), office.actor("jian.dengji"))
    assert refused.value.errors == errors


def test_window_staff_may_not_register(office: FullOffice) -> None:
    """The people who may be complained about do not register complaints."""
    with pytest.raises(NotPermitted):
        register_complaint(registration(), office.unit_of_work(), office.actor("jia.manglu"))


def test_a_filed_case_begins_with_matters_and_claims_of_its_whole_text(office: FullOffice) -> None:
    """R26, ST-22, ST-36: what is said to have happened is judged, what is wanted is answered; words stay as told."""
    case = office.file().complaint_id
    matters = office.rows(Matter, complaint_id=case)
    assert [matter.text for matter in matters] == [told.rstrip("。") for told in TOLD[:2]]
    assert not any(matter.is_reworded for matter in matters)
    claims = office.rows(Claim, complaint_id=case)
    assert [claim.text for claim in claims] == ["按公布的办事指南收件", "说明多要一份证明的依据"]
    assert all(claim.matter_nos for claim in claims)


def test_a_suggestion_is_filed_as_a_matter_of_its_kind(office: FullOffice) -> None:
    """DM-1, ST-36: a person corrects it; the trail says how many were begun with."""
    case = office.file(content="建议在大厅加一台饮水机。", wanted="").complaint_id
    assert [matter.kind for matter in office.rows(Matter, complaint_id=case)] == [MatterKind.SUGGESTION]
    assert office.rows(Claim, complaint_id=case) == []
    (event,) = office.rows(TrailEvent, complaint_id=case, kind="matters.suggested")
    assert event.payload == {"count": 1, "claims": 0}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"keep_identity_secret": True},
        {"is_anonymous": True},
        {"handling_number": "SB-1", "consent_to_share_identity": True},
    ],
)
def test_no_more_than_the_least_may_leave_the_office_until_a_person_raises_it(
    office: FullOffice, fields: dict[str, object]
) -> None:
    """ST-24, ST-35, HS-5: whatever was told or consented to; the clerk finds it so in his task and raises it there."""
    filed = office.file(**fields)
    assert office.rows(Complaint)[0].disclosure_level == 0
    key = add_task(office, filed.complaint_id, "decide-acceptance")
    data = get_task(key, office.unit_of_work(), office.actor("wen.rusheng")).data
    assert data["disclosure_level"] == "0"


def test_a_paper_without_a_name_may_tell_the_kind_of_problem_only(office: FullOffice) -> None:
    """HS-5: who gave no name is as well kept as who asked for secrecy."""
    register_complaint(registration(), office.unit_of_work(), office.actor("jian.dengji"))
    assert office.rows(Complaint)[0].disclosure_level == 0
