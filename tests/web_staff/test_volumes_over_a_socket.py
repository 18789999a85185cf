"""The file of a closed case through the real web server: its index, its volumes, what it lacks, and who finds what in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pypdfium2
import pytest

from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from models.case.file_volume import FileVolume
from models.case.letter import CaseLetter
from models.case.task_record import TaskRecord
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from services.volumes.seal_step import seal_files_step
from tests.served_office import ServedOffice, serve_office
from tests.web.pages import text_of
from tests.web_staff.closed_file import HANDLER, NAME, PHONE, PICTURE, SUPERVISOR, close_file_of


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("volumes"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def closed(served: ServedOffice) -> FiledComplaint:
    """Archived, not sealed yet: the workers do that."""
    return close_file_of(served.office, "198.51.100.7")


def page_of(served: ServedOffice, case: str, login: str = SUPERVISOR) -> str:
    return text_of(served.visitor(login).get(f"/cases/{case}/archive"))


def pages_of(answer: httpx.Response) -> list[str]:
    """The words of each page of a PDF."""
    assert answer.status_code == 200, answer.text[:500]
    told = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content)]
    return [re.sub(r"[\s\u200b]", "", page) for page in told]


def test_the_index_stands_in_its_order_and_names_what_is_missing(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    """DM-29, DM-37: 卷内目录 place by place, and what a whole file would have and this one lacks."""
    page = page_of(served, closed.complaint_id)
    places = ["登记材料", "受理材料", "证据材料", "处理意见及审批", "答复材料", "办理过程记录", "身份材料"]
    at = [page.index(f" {place} ", page.index("卷内目录")) for place in places]
    assert at == sorted(at)
    for title in ("投诉登记表", "受理告知书", "证据目录", f"证据1 {PICTURE}", "答复书"):
        assert title in page, title
    assert "缺： 询问、勘查笔录的签名件、回访记录" in page
    assert "另册：载有投诉人身份" in page
    assert NAME not in page


def test_the_workers_seal_what_was_archived_and_it_is_read_as_one_pdf(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    """DM-29, DM-37: a cover with digest and term of keeping, pages numbered through, all of it in one print."""
    office, case = served.office, closed.complaint_id
    assert "正在装订封卷" in page_of(served, case)
    assert seal_files_step(office.unit_of_work) == 1
    assert seal_files_step(office.unit_of_work) == 0
    (row,) = office.rows(FileVolume, complaint_id=case)
    shown = page_of(served, case)
    assert row.digest in shown
    assert "封卷校验 相符" in shown
    reader = served.visitor(SUPERVISOR)
    answer = reader.get(f"/cases/{case}/archive/1/file.pdf")
    assert f"案卷-{closed.number}-正卷.pdf" in unquote(answer.headers["Content-Disposition"])
    pages = pages_of(answer)
    numbered = [page for page in pages if f"共{row.pages}页" in page and "卷内第" in page]
    assert [int(re.findall(r"卷内第(\d+)页", page)[0]) for page in numbered] == [*range(1, row.pages + 1)]
    for title in ("投诉登记表", "受理告知书", "答复书", "办理过程记录（留痕摘录）"):
        (first,) = [part["first_page"] for part in row.content["parts"] if part["title"] == title]
        assert title in numbered[first - 1], title
    assert row.digest in "".join(pages[:2])
    assert "保管期限30年（2027年1月1日至2056年12月31日）" in pages[0]
    whole = "".join(pages)
    assert "通话录音.txt" in whole
    assert "电子附件，见交接包" in whole
    assert NAME not in whole
    assert PHONE not in whole
    assert reader.get(f"/cases/{case}/archive/1/file.pdf").content == answer.content
    kinds = [event.kind for event in office.rows(TrailEvent, complaint_id=case)]
    assert kinds.count("file.sealed") == 1
    assert kinds.count("file.printed") == 2


def test_what_comes_later_is_a_supplement_and_the_first_volume_stays(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    """DM-29, DM-37: 补卷 under its own digest, bound by a person; a look binds nothing."""
    office, case = served.office, closed.complaint_id
    (first,) = office.rows(FileVolume, complaint_id=case)
    handler = served.visitor(HANDLER)
    assert "尚未入卷" not in page_of(served, case, HANDLER), "a look alone is nothing to bind"
    late = {"addendum_reason": "投诉人事后送来"}
    sent = handler.post(
        f"/cases/{case}/evidence",
        late,
        files={"attachments": ("补充说明.txt", "后来的话".encode(), "text/plain")},
    )
    assert sent.status_code in {200, 303}, text_of(sent)[:500]
    shown = page_of(served, case, HANDLER)
    assert "尚未入卷" in shown
    handler.get(f"/cases/{case}/archive")
    assert handler.post(f"/cases/{case}/archive/seal").status_code == 303
    assert handler.post(f"/cases/{case}/archive/seal").status_code == 409
    before, after = office.rows(FileVolume, complaint_id=case)
    assert (before.digest, before.content) == (first.digest, first.content)
    titles = [part["title"] for part in after.content["parts"]]
    assert titles == ["证据目录", "证据3 补充说明.txt", "办理过程记录（留痕摘录）"]
    shown = page_of(served, case, HANDLER)
    assert "补卷（第1卷）" in shown
    assert "尚未入卷" not in shown


def test_one_matter_is_one_file_that_holds_all_of_it_and_tells_each_step_once(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    """DM-29, R30: every form, letter and piece of evidence is in it, each entry of the trail once, nothing of another case."""
    office, case = served.office, closed.complaint_id
    seal_files_step(office.unit_of_work)
    other = office.file(address="198.51.100.9", name=NAME, phone=PHONE)
    volumes = sorted(office.rows(FileVolume, complaint_id=case), key=lambda row: row.no)
    keys = [part["key"] for row in volumes for part in row.content["parts"]]
    forms = [key for key in keys if key.startswith("form:")]
    assert len(forms) == len(office.rows(TaskRecord, complaint_id=case)) > 0
    for kind, rows in (("letter", CaseLetter), ("file", Evidence)):
        told = {key for key in keys if key.startswith(f"{kind}:")}
        assert told == {f"{kind}:{row.id}" for row in office.rows(rows, complaint_id=case)}, kind
    reader = served.visitor(SUPERVISOR)
    told = "".join(
        "".join(pages_of(reader.get(f"/cases/{case}/archive/{row.no}/file.pdf"))) for row in volumes
    )
    events = sorted(office.rows(TrailEvent, complaint_id=case), key=lambda event: event.seq)
    sealed = max(event.seq for event in events if event.kind == "file.sealed")
    counts = {(event.seq, event.kind): told.count(event.hash[:12]) for event in events if event.seq < sealed}
    assert counts == dict.fromkeys(counts, 1)
    assert closed.number in told
    assert other.number not in told


def test_restricted_evidence_is_left_out_for_others_and_no_page_number_moves(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    office, case = served.office, closed.complaint_id
    address = f"/cases/{case}/archive/1/file.pdf"
    whole = pages_of(served.visitor(SUPERVISOR).get(address))
    with office.unit_of_work() as unit:
        item = unit.session.query(EvidenceItem).filter_by(complaint_id=case, no=1).one()
        item.readers, item.restricted_by = [HANDLER], HANDLER
    less = pages_of(served.visitor(SUPERVISOR).get(address))
    assert "限阅" in page_of(served, case)
    told = "".join(less)
    assert PICTURE not in told
    (row,) = office.rows(FileVolume, complaint_id=case, no=1)
    (at,) = [part["first_page"] for part in row.content["parts"] if PICTURE in part["title"]]
    assert f"卷内第{at}页" in "".join(whole)
    assert f"卷内第{at}页" not in told
    assert less[-1] == whole[-1]
    assert len(pages_of(served.visitor(HANDLER).get(address))) == len(whole)


def test_who_is_recused_complained_about_or_of_another_office_finds_no_file(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    for login in ("ren.shebao", "guan.xitong"):
        visitor = served.visitor(login)
        for path in ("", "/1/file.pdf"):
            assert visitor.get(f"/cases/{closed.complaint_id}/archive{path}").status_code in {403, 404}, login


def test_a_volume_that_was_changed_says_so(served: ServedOffice, closed: FiledComplaint) -> None:
    office, case = served.office, closed.complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.query(FileVolume).filter_by(complaint_id=case, no=1).one()
        kept = row.content
        row.content = {**kept, "parts": [{**part, "pages": part["pages"] + 1} for part in kept["parts"]]}
    assert "封卷校验不符" in page_of(served, case)
    with office.unit_of_work() as unit:
        unit.session.query(FileVolume).filter_by(complaint_id=case, no=1).one().content = kept
    assert "封卷校验不符" not in page_of(served, case)
