"""The case file: entries, the split into matters, evidence, registration, and what each refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, Stage
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.clock.clock import Clock
from models.ground.ids import ComplaintId
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.clocks.open_clock import OpenClock, open_clock
from tests.full_office import FullOffice
from tests.web.case_file import read_file
from tests.web.pages import Visitor, photo, text_of
from tests.web_staff.cases import CANARIES, file_case

SignIn = Callable[[str], Visitor]
CLERK = "wen.rusheng"


def test_a_first_contact_is_entered_and_shown(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    clerk = sign_in(CLERK)
    answer = clerk.post(
        f"/cases/{case.complaint_id}/entries",
        {"kind": "first_contact", "text": "已电话联系，说明办理程序。", "ways": ["phone", "sms"]},
    )
    assert answer.status_code == 303
    page = text_of(clerk.get(answer.location))
    assert "已电话联系，说明办理程序。" in page
    assert "首次联系" in page
    assert office.rows(FileEntry)[0].ways == ["phone", "sms"]


def test_what_the_engine_did_stands_in_the_monitor_not_in_the_file(
    office: FullOffice, sign_in: SignIn
) -> None:
    """DM-30: the history tells what people did."""
    case = file_case(office)
    with office.unit_of_work() as unit:
        for kind in ("run.started", "task.created", "task.submitted", "entry.recorded"):
            unit.trail.add(case.complaint_id, kind, {}, SYSTEM)
    history = text_of(sign_in(CLERK).get(f"/cases/{case.complaint_id}/history")).rpartition("办理经过")[2]
    assert "添加工作记录" in history
    assert [words for words in ("流程启动", "生成任务", "提交任务") if words in history] == []


def test_a_faulty_entry_is_marked_at_its_field_and_keeps_what_was_typed(
    office: FullOffice, sign_in: SignIn
) -> None:
    case = file_case(office)
    answer = sign_in(CLERK).post(f"/cases/{case.complaint_id}/entries", {"text": "没有选择类别"})
    assert answer.status_code == 422
    assert 'href="#kind"' in answer.text
    assert "没有选择类别</textarea>" in answer.text
    assert office.rows(FileEntry) == []


def test_the_split_into_matters_is_corrected_before_the_decision(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    clerk = sign_in(CLERK)
    answer = clerk.post(f"/cases/{case.complaint_id}/matters", {"matter_text": ["甲", "乙", "丙", "  "]})
    assert answer.status_code == 303
    matters = office.rows(Matter, complaint_id=case.complaint_id)
    assert sorted(matter.text for matter in matters) == sorted(["甲", "乙", "丙"])
    empty = clerk.post(f"/cases/{case.complaint_id}/matters", {"matter_text": [""]})
    assert empty.status_code == 422


def test_evidence_is_handed_out_for_saving_only_and_the_look_is_on_the_trail(
    office: FullOffice, sign_in: SignIn
) -> None:
    case = file_case(office)
    answer = sign_in(CLERK).client.get(f"/evidence/{case.evidence_id}")
    assert answer.data == photo()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert CANARIES["file"] in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"
    opened = office.rows(TrailEvent, kind="evidence.opened")
    assert [event.actor for event in opened] == [CLERK]


def test_files_are_added_and_a_false_type_is_refused_at_the_field(
    office: FullOffice, sign_in: SignIn
) -> None:
    case = file_case(office)
    clerk = sign_in(CLERK)
    address = f"/cases/{case.complaint_id}/evidence"
    added = clerk.post(address, {"attachments": (BytesIO(photo("red")), "现场.jpg")})
    assert added.status_code == 303
    assert len(office.rows(Evidence, complaint_id=case.complaint_id)) == 2
    false = clerk.post(address, {"attachments": (BytesIO(b"<html><script>x</script>"), "假.jpg")})
    assert false.status_code == 422
    assert 'id="files-error"' in false.text
    assert clerk.post(address, {}).status_code == 422


def test_a_file_refused_among_others_is_told_on_the_timeline_with_its_reason(
    office: FullOffice, sign_in: SignIn
) -> None:
    case, clerk = file_case(office), sign_in(CLERK)
    files = [(BytesIO(photo("red")), "现场.jpg"), (BytesIO(b""), "空.jpg")]
    assert clerk.post(f"/cases/{case.complaint_id}/evidence", {"attachments": files}).status_code == 303
    assert "拒收文件：文件是空的" in read_file(clerk, case.complaint_id).text


def test_a_letter_is_registered_with_its_raw_text_unchanged_and_both_openers(
    office: FullOffice, sign_in: SignIn
) -> None:
    clerk = sign_in(CLERK)
    clerk.get("/register")
    raw = "  尊敬的领导：\n\t办证窗口一直没人。  "
    answer = clerk.post(
        "/register",
        {
            "submission_id": clerk.submission_id,
            "channel": "letter",
            "received_at": "2026-09-07T09:30",
            "raw_text": raw,
            "content": "办证窗口一直没人。",
            "anonymous": "true",
            "opened_by_first": CLERK,
            "opened_by_second": "ying.shoudao",
            "source_reference": "邮戳2026-09-05",
        },
    )
    assert answer.status_code == 200, text_of(answer)
    receipt = office.rows(Receipt)[0]
    assert receipt.raw_text.replace("\r\n", "\n") == raw
    assert {receipt.opened_by_first, receipt.opened_by_second} == {CLERK, "ying.shoudao"}
    assert f'href="/cases/{receipt.complaint_id}"' in answer.text
    assert re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", answer.text), "the code to hand over"


def test_a_faulty_registration_keeps_everything_typed(office: FullOffice, sign_in: SignIn) -> None:
    clerk = sign_in(CLERK)
    clerk.get("/register")
    answer = clerk.post(
        "/register",
        {"submission_id": clerk.submission_id, "received_at": "昨天", "content": "窗口没人，等了一上午。"},
    )
    assert answer.status_code == 422
    assert "窗口没人，等了一上午。" in answer.text
    assert 'href="#channel"' in answer.text
    assert 'href="#received_at"' in answer.text
    assert office.rows(Complaint) == []


def test_the_receipt_holds_number_and_dates_and_no_code(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    page = text_of(sign_in(CLERK).get(f"/cases/{case.complaint_id}/receipt"))
    assert case.number in page
    assert "2026-09-10 17:00" in page
    assert CANARIES["name"] not in page


def test_an_unknown_case_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(CLERK).get("/cases/" + "0" * 32).status_code == 404


def test_an_entry_sent_again_from_the_same_page_is_the_first_one(office: FullOffice, sign_in: SignIn) -> None:
    """R18: no answer came; the contact ends its limit once, and once is what trail and file say."""
    filed = office.file()
    limit = OpenClock(ComplaintId(filed.complaint_id), ClockKind.FIRST_CONTACT, 1, office.clock.now())
    with office.unit_of_work() as unit:
        open_clock(limit, unit)
    clerk = sign_in(CLERK)
    clerk.get(f"/cases/{filed.complaint_id}/entries")
    sent = {
        "kind": "first_contact",
        "text": "已电话联系。",
        "ways": ["phone"],
        "submission_id": clerk.submission_id,
    }
    first = clerk.post(f"/cases/{filed.complaint_id}/entries", sent)
    stopped = office.rows(Clock, complaint_id=filed.complaint_id, kind=ClockKind.FIRST_CONTACT)
    events = len(office.rows(TrailEvent))
    office.clock.set("2026-09-07T16:00")
    again = clerk.post(f"/cases/{filed.complaint_id}/entries", sent)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.location == first.location
    assert len(office.rows(FileEntry)) == len(office.rows(TrailEvent, kind="entry.recorded")) == 1
    assert len(office.rows(TrailEvent)) == events
    clocks = office.rows(Clock, complaint_id=filed.complaint_id, kind=ClockKind.FIRST_CONTACT)
    assert [clock.stopped_at for clock in clocks] == [clock.stopped_at for clock in stopped]
    assert clocks[0].stopped_at is not None


def test_a_repeat_is_known_after_the_archive_and_another_person_is_no_repeat(
    office: FullOffice, sign_in: SignIn
) -> None:
    case = file_case(office)
    sent = {"kind": "first_contact", "text": "已电话联系。", "ways": ["phone"], "submission_id": "1" * 32}
    address = f"/cases/{case.complaint_id}/entries"
    assert sign_in(CLERK).post(address, sent).status_code == 303
    assert sign_in("ji.luqing").post(address, sent).status_code == 303
    assert {entry.by for entry in office.rows(FileEntry)} == {CLERK, "ji.luqing"}
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case.complaint_id).stage = Stage.ARCHIVED
    assert sign_in(CLERK).post(address, sent).status_code == 303
    assert sign_in(CLERK).post(address, sent | {"submission_id": "2" * 32}).status_code == 409
    assert len(office.rows(FileEntry)) == 2


def test_another_text_from_the_same_page_is_asked_about(office: FullOffice, sign_in: SignIn) -> None:
    """It is kept in its field, and sent once more it is a second entry."""
    case, clerk = file_case(office), sign_in(CLERK)
    clerk.get(f"/cases/{case.complaint_id}/entries")
    address = f"/cases/{case.complaint_id}/entries"
    sent = {"kind": "note", "text": "第一句", "submission_id": clerk.submission_id}
    clerk.post(address, sent)
    other = clerk.post(address, sent | {"text": "第二句"})
    assert other.status_code == 422
    assert "之前已提交过一次" in text_of(other)
    assert "第二句</textarea>" in other.text
    clerk.post(address, sent | {"text": "第二句", "submission_id": clerk.submission_id})
    assert [entry.text for entry in office.rows(FileEntry)] == ["第一句", "第二句"]


def test_files_sent_again_from_the_same_page_are_added_once(office: FullOffice, sign_in: SignIn) -> None:
    case, clerk = file_case(office), sign_in(CLERK)
    clerk.get(f"/cases/{case.complaint_id}/evidence")
    page = clerk.submission_id
    before = len(office.rows(Evidence))
    for _ in range(2):
        files = {"attachments": (BytesIO(photo("red")), "现场.jpg"), "submission_id": page}
        assert clerk.post(f"/cases/{case.complaint_id}/evidence", files).status_code == 303
    assert len(office.rows(Evidence)) == before + 1
