"""A transfer to the archives through the real web server: put together, handed over, taken, confirmed by another person."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest

from models.case.archive_transfer import ArchiveTransfer
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from services.transfer.transfers_step import transfers_step
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.transferred_files import ARCHIVES, close_to_transfer
from tests.web.letter_words import words_of
from tests.web.pages import photo, text_of

SUPERVISOR, APPROVER, DIRECTOR, HANDLER = "jian.rujing", "heng.gongyun", "zong.lanyun", "xun.wenshi"
NAMES = ("欧阳翠莲", "阿依古丽·买买提")
RECEIPT = {
    "receipt_number": "云档接〔2026〕7号",
    "receipt_on": "2026-09-07",
    "receipt_person": "上官守真",
    "receipt_files": "1",
    "refused": "2 缺少附件目录",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("transfers"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def files(served: ServedOffice) -> list[FiledComplaint]:
    """Two files that the head decided to hand over."""
    director = served.visitor(DIRECTOR)
    assert "这里没有待移交的案卷" in text_of(director.get("/transfers"))
    assert director.post("/transfers", {"receiver": ARCHIVES}).status_code == 409
    return [close_to_transfer(served.office, no, name) for no, name in enumerate(NAMES, start=31)]


def test_files_are_handed_over_and_transferred_by_a_confirmed_receipt(
    served: ServedOffice, files: list[FiledComplaint], tmp_path: Path
) -> None:
    supervisor, approver, director = map(served.visitor, (SUPERVISOR, APPROVER, DIRECTOR))
    waiting = text_of(supervisor.get("/transfers"))
    assert all(file.number in waiting for file in files)
    assert 'name="with_identity"' not in supervisor.get("/transfers").text
    assert 'name="receiver"' not in approver.get("/transfers").text
    director.get("/transfers")
    empty = director.post("/transfers", {"receiver": " ", "with_identity": "true"})
    assert (empty.status_code, 'href="#receiver"' in empty.text) == (422, True)
    assert 'name="with_identity" value="true" checked' in empty.text, "what was chosen stays"
    at = director.post("/transfers", {"receiver": ARCHIVES, "with_identity": "true"}).headers["location"]
    assert "2 件案卷中已备好 0 件" in text_of(director.get(at))
    assert director.post(f"{at}/handover").status_code == 409
    while transfers_step(served.office.unit_of_work):
        pass
    assert "2 件案卷中已备好 2 件" in text_of(director.get(at))
    assert "由组织移交的人交付" in text_of(approver.get(at))
    assert director.post(f"{at}/handover").headers["location"] == f"{at}?done=handed_over"
    (row,) = served.office.rows(ArchiveTransfer)
    package = director.post(f"{at}/package")
    assert f"档案移交包-{row.number}.zip" in unquote(package.headers["Content-Disposition"])
    require_names(package.content, row.digest, tmp_path)
    listed = director.get(f"{at}/list.pdf")
    assert f"移交清册-{row.number}.pdf" in unquote(listed.headers["Content-Disposition"])
    assert all(file.number in words_of(listed.content) for file in files)
    case = f"/cases/{files[0].complaint_id}/archive"
    told = text_of(supervisor.get(case))
    assert all(words in told for words in ("已交付，待接收回执", "尚未移交"))
    assert "已移交" not in told, "no page says that the archives have it before they say so"
    assert "没有接收回执" in text_of(supervisor.get(at))
    require_receipt(served, at, row.digest)
    shown = text_of(director.get(at))
    assert all(words in shown for words in ("已移交", "缺少附件目录", "云档接〔2026〕7号"))
    pages = [text_of(supervisor.get(f"/cases/{file.complaint_id}/archive")) for file in files]
    assert sum("已移交档案馆" in page and "云档接〔2026〕7号" in page for page in pages) == 1
    assert sum("档案馆未接收" in page and "缺少附件目录" in page for page in pages) == 1
    assert not any("续存" in page for page in pages), "nobody decided to keep it on"
    assert text_of(supervisor.get("/cases")).count("已移交 2026-09-07") == 1
    assert sum(file.number in text_of(supervisor.get("/appraisals")) for file in files) == 1
    assert served.visitor("guan.xitong").get("/transfers").status_code == 403
    assert served.visitor(HANDLER).get(at).status_code == 403
    assert director.get("/transfers/none").status_code == 404
    for after in ("9" * 23, "9" * 5_000, "x"):
        assert files[0].number in text_of(director.get(f"{at}?after={after}"))


def require_names(package: bytes, digest: str | None, folder: Path) -> None:
    """Both names are in it, and the program of the package finds it whole."""
    (folder / "移交.zip").write_bytes(package)
    with zipfile.ZipFile(BytesIO(package)) as opened:
        (folder / "verify.py").write_bytes(opened.read("verify_package.py"))
        people = [words_of(opened.read(name)) for name in opened.namelist() if "投诉人身份信息" in name]
    assert sorted(name for name in NAMES for page in people if name in page) == sorted(NAMES)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "移交.zip", "--digest", str(digest)],
        check=False, cwd=folder, env={}, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()


def require_receipt(served: ServedOffice, at: str, digest: str | None) -> None:
    """Entered by one with faults at their fields first, confirmed by another."""
    supervisor, approver = map(served.visitor, (SUPERVISOR, APPROVER))
    supervisor.get(at)
    wrong = supervisor.post(f"{at}/receipt", {**RECEIPT, "receipt_digest": "0" * 64})
    assert (wrong.status_code, 'href="#receipt_digest"' in wrong.text) == (422, True)
    assert RECEIPT["receipt_number"] in wrong.text, "nothing typed is lost"
    scan = {"files": ("回执扫描.jpg", photo(), "image/jpeg")}
    sent = supervisor.post(f"{at}/receipt", {**RECEIPT, "receipt_digest": str(digest)}, files=scan)
    assert sent.headers["location"] == f"{at}?done=entered"
    assert 'name="receipt_decision"' not in supervisor.get(at).text
    page = approver.get(at)
    assert "上官守真" in page.text
    assert "回执扫描" in unquote(approver.get(f"{at}/receipt").headers["Content-Disposition"])
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', page.text)
    assert approver.post(f"{at}/confirmation", {"seen": seen}).status_code == 422
    done = approver.post(f"{at}/confirmation", {"seen": seen, "receipt_decision": "confirm"})
    assert done.headers["location"] == f"{at}?done=confirmed"


def test_what_is_taken_back_waits_again(served: ServedOffice, files: list[FiledComplaint]) -> None:
    late = close_to_transfer(served.office, 33, "司徒望舒")
    supervisor = served.visitor(SUPERVISOR)
    supervisor.get("/transfers")
    at = supervisor.post("/transfers", {"receiver": ARCHIVES}).headers["location"]
    assert late.number in text_of(supervisor.get(at))
    refused = supervisor.post(f"{at}/withdrawal", {"words": ""})
    assert (refused.status_code, 'href="#words"' in refused.text) == (422, True)
    assert supervisor.post(f"{at}/withdrawal", {"words": "档案馆改期"}).status_code == 303
    assert "档案馆改期" in text_of(supervisor.get(at))
    assert late.number in text_of(supervisor.get("/transfers"))
    kinds = [event.kind for event in served.office.rows(TrailEvent, complaint_id=None)]
    assert kinds.count("transfer.taken_back") == 1
