"""The first contact on the case page of the real web server: offered as the next thing to do, recorded, told (UX-12)."""

from __future__ import annotations

import secrets

from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.test_first_contact import begin
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of

NEXT = "尚未联系投诉人"


def send(visitor: SocketVisitor, address: str, answers: dict[str, object]) -> tuple[int, dict]:
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    sent = visitor.client.post(address, json={"answers": answers}, headers=headers)
    return sent.status_code, sent.json()


def test_the_case_page_asks_for_the_first_contact_until_one_is_recorded(served_office: ServedOffice) -> None:
    """UX-12, DM-12: way, moment, outcome and who stand in the file; then nothing is asked for any more."""
    office = served_office.office
    filed = office.file(address=f"contact-{secrets.token_hex(4)}", email="jian@example.cn")
    case = begin(office, filed.complaint_id)
    clerk = served_office.visitor("wen.rusheng")
    page = read_file(clerk, case)
    address = f"/cases/{case}/acts/record-contact"
    assert NEXT in text_of(page)
    assert f'href="{address}"' in page.text.split(NEXT)[1].split("</div>")[0]

    form = form_of(clerk.get(address).text)
    assert form["data"]["known_ways"] == "电话、短信、电子邮件"
    assert send(clerk, form["submitUrl"], {"way": "phone"})[0] == 422
    answers: dict[str, object] = {
        "way": "phone",
        "outcome": "not_reached",
        "text": "下午两次无人接听，改日再拨",
    }
    status, body = send(clerk, form["submitUrl"], answers)
    assert status == 200
    done = text_of(clerk.get(body["location"]))
    assert NEXT not in done
    for told in ("首次联系", "电话", "未联系上", "下午两次无人接听，改日再拨"):
        assert told in done
    (clock,) = office.rows(Clock, complaint_id=case, kind=ClockKind.FIRST_CONTACT)
    assert clock.stop_reason == "contacted"
    (entry,) = office.rows(FileEntry, complaint_id=case)
    assert entry.by == "wen.rusheng"


def test_whoever_cannot_contact_reads_that_it_is_due_and_no_button(served_office: ServedOffice) -> None:
    """A supervisor's reader sees the reminder; a person without the part gets no button that is refused."""
    office = served_office.office
    filed = office.file(address=f"contact-{secrets.token_hex(4)}")
    case = begin(office, filed.complaint_id)
    reader = served_office.visitor("heng.gongyun")
    page = read_file(reader, case)
    assert NEXT in text_of(page)
    assert "acts/record-contact" not in page.text
    assert reader.get(f"/cases/{case}/acts/record-contact").status_code == 403
