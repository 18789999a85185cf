"""Evidence that comes after the archive (补卷), on the real web server: why, from whom, who had it, and apart from the rest."""

from __future__ import annotations

from io import BytesIO

import pytest

from models.case.complaint import Complaint
from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind, Stage
from models.office.deployed_form import DeployedForm
from tests.served_office import ServedOffice
from tests.web.case_file import read_file
from tests.web.pages import photo, text_of
from tests.web_staff.test_evidence_matrix_over_a_socket import file_case, items_of, minute_of, take

CLERK, READER = "wen.rusheng", "jian.rujing"
PAPER = {
    "kind": "documentary",
    "title": "补送的收费票据",
    "is_original": "original",
    "item_count": 1,
    "provider": "投诉人",
    "matter_nos": ["1"],
}
WHY = "投诉人归档后找到票据"
HAND_OVER = {"from_whom": "问如生", "to_whom": "档案室"}


@pytest.fixture
def archived(served_office: ServedOffice) -> str:
    """A closed case with the one item that it was closed with."""
    case, _ = file_case(served_office)
    with served_office.office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.stage, complaint.closed_at = Stage.ARCHIVED, unit.clock.now()
    return case


def entries(served: ServedOffice, case: str) -> list[str]:
    rows = served.office.rows(FileEntry, complaint_id=case, kind=FileEntryKind.ADDENDUM)
    return [row.text for row in sorted(rows, key=lambda row: (row.at, row.id))]


def test_a_paper_that_comes_after_the_archive_says_why_and_stands_apart(
    served_office: ServedOffice, archived: str
) -> None:
    """DM-21, DM-29, DM-37: 补卷 with reason and person; its custody goes on, readers see what the file was closed with apart."""
    clerk = served_office.visitor(CLERK)
    refused = take(clerk, archived, "register-evidence", step="new", **PAPER)
    assert list(refused["errors"]) == ["addendum_reason"]
    take(clerk, archived, "register-evidence", step="new", **PAPER, addendum_reason=WHY)
    old, new = items_of(served_office, archived)
    assert (old.addendum_reason, new.addendum_reason, new.registered_by) == (None, WHY, CLERK)
    handed = HAND_OVER | {"taken_over_at": minute_of(served_office)}
    for item in (old, new):
        take(clerk, archived, "register-evidence", step="hand_over", item=item.id, **handed)
    assert len(served_office.office.rows(EvidenceCustody, complaint_id=archived)) == 2
    assert sorted(entries(served_office, archived)) == sorted(
        ["补卷：证据2。", "补卷：证据1的第1次移交。", "补卷：证据2的第1次移交。"]
    )
    page = read_file(served_office.visitor(READER), archived).text
    closed_with, added = page.split('<ol class="evidence-list">')[1:]
    assert "<h3>补卷证据</h3>" in closed_with
    assert PAPER["title"] not in closed_with
    assert PAPER["title"] in added.split("</ol>\n")[0]
    assert WHY in added
    assert WHY in text_of(served_office.visitor(READER).get(f"/cases/{archived}/evidence"))


def test_what_the_file_was_closed_with_is_not_described_anew(
    served_office: ServedOffice, archived: str
) -> None:
    """What was added may be; the archived item may not."""
    clerk = served_office.visitor(CLERK)
    described = {name: value for name, value in PAPER.items() if name != "title"}
    old = items_of(served_office, archived)[0]
    refused = take(clerk, archived, "register-evidence", step="describe", item=old.id, **described)
    assert list(refused["errors"]) == ["item"]
    take(clerk, archived, "register-evidence", step="new", **PAPER, addendum_reason=WHY)
    new = items_of(served_office, archived)[1]
    take(clerk, archived, "register-evidence", step="describe", item=new.id, **{**described, "item_count": 3})
    assert [item.count for item in items_of(served_office, archived)] == [1, 3]


def upload(served: ServedOffice, case: str, reason: str) -> int:
    visitor = served.visitor(CLERK)
    visitor.get(f"/cases/{case}")
    file = {"attachments": ("票据.jpg", BytesIO(photo()), "image/jpeg")}
    fields = {"csrf_token": visitor.token, "addendum_reason": reason}
    return int(visitor.client.post(f"/cases/{case}/evidence", data=fields, files=file).status_code)


def test_a_file_that_is_added_after_the_archive_says_why_too(
    served_office: ServedOffice, archived: str
) -> None:
    """The page asks for the reason beside the files; without it nothing is taken."""
    assert "归档后才登记的理由" in text_of(read_file(served_office.visitor(CLERK), archived))
    assert upload(served_office, archived, "") == 422
    assert len(items_of(served_office, archived)) == 1
    assert upload(served_office, archived, WHY) == 303
    assert [item.addendum_reason for item in items_of(served_office, archived)] == [None, WHY]
    assert entries(served_office, archived) == ["补卷：证据2。"]


def test_a_form_of_an_earlier_version_says_why_it_takes_none(
    served_office: ServedOffice, archived: str
) -> None:
    """An owner's own form that cannot ask for the reason goes on as before: closed after the archive, and in words."""
    office = served_office.office
    form = DeployedForm(
        form_key="1register-evidence",
        form_id="register-evidence",
        version=1,
        schema_json={"components": [{"type": "radio", "key": "step", "id": "Field_Step"}]},
        seen_at=office.clock.now(),
    )
    with office.unit_of_work() as unit:
        unit.session.add(form)
    try:
        page = text_of(served_office.visitor(CLERK).get(f"/cases/{archived}/acts/register-evidence"))
        assert "已归档" in page
        assert take(served_office.visitor(CLERK), archived, "register-evidence", step="new")
        assert len(office.rows(EvidenceItem, complaint_id=archived)) == 1
    finally:
        with office.unit_of_work() as unit:
            unit.session.delete(unit.session.get_one(DeployedForm, "1register-evidence"))


def test_an_open_case_is_asked_for_no_reason(served_office: ServedOffice) -> None:
    case, _ = file_case(served_office)
    take(served_office.visitor(CLERK), case, "register-evidence", step="new", **PAPER)
    assert items_of(served_office, case)[1].addendum_reason is None
    assert entries(served_office, case) == []
    page = text_of(read_file(served_office.visitor(CLERK), case))
    assert "补卷证据" not in page
    assert "归档后才登记的理由" not in page
