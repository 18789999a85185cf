"""What proves an answer comes with it: of who was asked himself, and of a unit without an account, over a socket."""

from __future__ import annotations

from itertools import count

import pytest

from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.unit.side_requests.told_case import APPROVER, INVESTIGATOR, PERSON, accuse
from tests.web.pages import photo
from tests.web_staff.test_own_part_over_a_socket import ask
from tests.web_staff.test_sheets import code_on, sheet_of

PICTURE = ("窗口“公示栏”.jpg", photo(), "image/jpeg")
NOTE = ("情况说明（附件）.txt", "当日值班记录：C03窗口，上午九时。".encode(), "text/plain")
PROGRAM = ("说明.exe", b"MZ\x90\x00" + bytes(200), "application/x-msdownload")
_numbers = count(1)


@pytest.fixture
def case(served_office: ServedOffice) -> SideCase:
    """A case of this office that is about a person of a window."""
    number = next(_numbers)
    made = side_case(served_office.office, address=f"answer-files-{number}")
    made.numbers = count(80_000 + 100 * number)
    return made


def send(
    visitor: SocketVisitor, path: str, fields: dict[str, str], *files: tuple[str, bytes, str]
) -> tuple[int, str]:
    page = visitor.post(path, fields, files=[("files", file) for file in files])
    return page.status_code, page.text


def kept(case: SideCase) -> dict[str, EvidenceItem]:
    """The items of the files of the case by the name of the file."""
    names = {row.id: row.name for row in case.office.rows(Evidence, complaint_id=case.complaint_id)}
    items = case.office.rows(EvidenceItem, complaint_id=case.complaint_id)
    return {names[item.file_id]: item for item in items if item.file_id}


def test_who_was_asked_himself_proves_his_statement_with_files(
    served_office: ServedOffice, case: SideCase
) -> None:
    """A file that cannot be taken loses nothing: he is told at the field, his words stand there, nothing is on file yet."""
    accuse(case)
    address = ask(served_office, case)
    clerk = served_office.visitor(PERSON)
    assert 'type="file"' in clerk.get(address).text
    said = {"reply_text": "当时已说明依据，公示栏可证"}
    status, page = send(clerk, address, said, PICTURE, PROGRAM)
    assert status == 422
    assert 'href="#files"' in page and 'aria-invalid="true"' in page and said["reply_text"] in page
    assert kept(case) == {} and case.one(RespondentRequest).replied_at is None
    stranger = served_office.visitor("an.humin")
    stranger.get("/concerning-me")
    assert send(stranger, address, said, PICTURE)[0] == 404
    assert send(clerk, address, said, PICTURE, NOTE)[0] == 303
    found = kept(case)
    assert set(found) == {PICTURE[0], NOTE[0]}
    assert {item.provider for item in found.values()} == {"冷如冰（窗口人员）本人"}
    assert case.one(RespondentRequest).reply_text == said["reply_text"]
    in_file = served_office.visitor(APPROVER).get(f"/cases/{case.complaint_id}/evidence").text
    assert PICTURE[0] in in_file and "冷如冰" in in_file
    assert send(clerk, address, said, NOTE)[0] == 409, "a second statement, with its files, is none"
    assert len(kept(case)) == 2


def test_a_unit_without_an_account_proves_its_result_with_files_once(
    served_office: ServedOffice, case: SideCase
) -> None:
    asked = {"unit": "X-DL", "needs_result": True, "matter_nos": ["2"]}
    act(served_office.office, case.complaint_id, "open-referral", "wen.rusheng", **asked)
    code = code_on(served_office.visitor("wen.rusheng").get(sheet_of(case)).text)
    unit = served_office.visitor()
    unit.get("/handover")
    told = {
        "reference": f"{case.number}-R1",
        "receipt_code": code,
        "answer": "result",
        "text": "已公布顶岗表，照片附后",
        "submission_id": unit.submission_id,
    }
    status, page = send(unit, "/handover", told, PROGRAM)
    assert status == 422 and 'href="#files"' in page and told["text"] in page
    assert kept(case) == {} and case.one(Referral).result_at is None
    status, _ = send(unit, "/handover", told | {"receipt_code": "AAAAA-AAAAA-AAA"}, PICTURE)
    assert status == 404 and kept(case) == {}
    for _ in range(2):
        status, page = send(unit, "/handover", told, PICTURE, NOTE)
        assert status == 200 and "已存卷" in page
    found = kept(case)
    assert set(found) == {PICTURE[0], NOTE[0]}, "sent twice, taken once"
    assert {item.registered_by for item in found.values()} == {"unit:X-DL"}
    handler = served_office.visitor(INVESTIGATOR).get(f"/cases/{case.complaint_id}/evidence").text
    assert PICTURE[0] in handler and str(next(iter(found.values())).provider) in handler
