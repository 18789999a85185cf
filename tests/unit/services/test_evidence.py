"""Files: what is taken, what is refused with which reason, what is handed out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from adapters.virus_scan import ClamdAddress, ClamdScanner
from models.case.evidence import Evidence
from models.ground.errors import InvalidInput, NotFound, OutsideUnavailable
from services.evidence.add_evidence import AddEvidence, add_evidence
from services.evidence.file_type import DOCX, XLSX, find_type
from services.evidence.incoming_file import MAX_FILE_BYTES, IncomingFile
from services.evidence.open_evidence import OpenEvidence, open_evidence
from services.evidence.take_files import clean_name
from tests.clamd import clamd
from tests.full_office import FullOffice

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(kind: str = "JPEG", place: str = "") -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x010E] = place
    Image.new("RGB", (40, 30), "red").save(target, kind, exif=exif.tobytes() if place else b"")
    return target.getvalue()


def office_document(part: str, extra: str = "", content: bytes = b"<x/>") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, content)
        if extra:
            archive.writestr(extra, b"x")
    return target.getvalue()


REFUSED = [
    ("a.pdf", "application/pdf", b"", "EMPTY"),
    ("a.jpg", "image/jpeg", b"<html><script>alert(1)</script></html>", "TYPE_MISMATCH"),
    ("a.pdf", "application/pdf", picture("PNG"), "TYPE_MISMATCH"),
    ("a.jpg", "image/png", picture(), "TYPE_MISMATCH"),
    ("a.jpg", "image/jpeg", picture()[:200], "UNREADABLE"),
    ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "TYPE_NOT_ALLOWED"),
    ("a.zip", "application/zip", office_document("a"), "TYPE_NOT_ALLOWED"),
    ("a.exe", "", b"MZ", "TYPE_NOT_ALLOWED"),
    ("a.txt", "text/plain", EICAR, "VIRUS"),
    ("a.txt", "text/plain", b"<script>alert(1)</script>", "TYPE_MISMATCH"),
    ("a.docx", DOCX, office_document("word/document.xml")[:60], "UNREADABLE"),
    ("a.docx", DOCX, office_document("xl/workbook.xml"), "TYPE_MISMATCH"),
    ("a.docx", DOCX, office_document("word/document.xml", "word/vbaProject.bin"), "ACTIVE_CONTENT"),
    ("a.docx", DOCX, office_document("word/document.xml", "../../etc/passwd"), "TYPE_NOT_ALLOWED"),
    ("a.docx", DOCX, office_document("word/document.xml", content=b"0" * 4_000_000), "UNREADABLE"),
    ("a.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj", "UNREADABLE"),
    ("a.txt", "text/plain", b"a" * (MAX_FILE_BYTES + 1), "TOO_LARGE"),
]


@pytest.mark.parametrize(
    ("name", "declared", "content", "code"),
    REFUSED,
    ids=[f"{number}-{row[0]}-{row[3]}" for number, row in enumerate(REFUSED)],
)
def test_bad_file_is_refused_with_its_reason(  # noqa: PLR0917 - one argument per column of the table
    office: FullOffice, name: str, declared: str, content: bytes, code: str
) -> None:
    """Content, ending and declared type agree, or the sender is told why not; the case is untouched."""
    case = office.file().complaint_id
    command = AddEvidence(case, (IncomingFile(name, declared, io.BytesIO(content)),))
    with pytest.raises(InvalidInput) as refused:
        add_evidence(command, office.unit_of_work(), office.actor("wen.rusheng"))
    assert refused.value.errors == {"files": code}
    assert office.rows(Evidence) == []


@pytest.mark.parametrize(
    ("name", "declared", "content"),
    [
        ("照片.jpg", "image/jpeg", picture()),
        ("截图.png", "", picture("PNG")),
        ("表.xlsx", XLSX, office_document("xl/workbook.xml")),
        ("状.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"),
        ("说明.txt", "text/plain", "情况说明".encode("gb18030")),
    ],
)
def test_good_file_is_kept_unchanged_with_its_hash(
    office: FullOffice, name: str, declared: str, content: bytes
) -> None:
    """R39: the original bytes come back."""
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    added = add_evidence(
        AddEvidence(case, (IncomingFile(name, declared, io.BytesIO(content)),)), office.unit_of_work(), actor
    )
    opened = open_evidence(OpenEvidence(added.evidence_ids[0]), office.unit_of_work(), actor)
    assert (opened.name, b"".join(opened.hand_out())) == (name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("count", [*range(1, 9), 2730, 2731, 4096, 5000])
def test_chinese_text_of_any_length_is_known_as_text(encoding: str, count: int) -> None:
    """ST-1: also where the end of what is looked at stands inside a character."""
    content = ("一段文字，说明情况。" * 500)[:count].encode(encoding)
    assert find_type("说明.txt", "text/plain", io.BytesIO(content)) == "text/plain"


def test_picture_is_shown_without_the_place_it_was_taken_at(office: FullOffice) -> None:
    """R109: the safe copy has no metadata, the original keeps it as evidence."""
    content = picture(place="CANARY-PLACE")
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    added = add_evidence(
        AddEvidence(case, (IncomingFile("a.jpg", "image/jpeg", io.BytesIO(content)),)),
        office.unit_of_work(),
        actor,
    )
    opened = open_evidence(OpenEvidence(added.evidence_ids[0], True), office.unit_of_work(), actor)
    copy = b"".join(opened.hand_out())
    assert b"CANARY-PLACE" in content
    assert b"CANARY-PLACE" not in copy
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (40, 30)


def test_changed_file_is_never_handed_out(office: FullOffice) -> None:
    """R39: evidence whose bytes no longer have their hash is no evidence."""
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    file = IncomingFile("a.txt", "text/plain", io.BytesIO("原文".encode()))
    added = add_evidence(AddEvidence(case, (file,)), office.unit_of_work(), actor)
    stored = next(path for path in (office.folder / "files").rglob("*") if path.is_file())
    stored.write_bytes("改过".encode())
    with pytest.raises(OutsideUnavailable):
        open_evidence(OpenEvidence(added.evidence_ids[0]), office.unit_of_work(), actor)


def test_window_staff_cannot_open_evidence(office: FullOffice) -> None:
    """R109: the file of a case is not for the people complained about."""
    file = IncomingFile("a.txt", "text/plain", io.BytesIO("原文".encode()))
    office.file(file)
    evidence_id = office.rows(Evidence)[0].id
    with pytest.raises(NotFound):
        open_evidence(OpenEvidence(evidence_id), office.unit_of_work(), office.actor("jia.manglu"))


def test_clamd_is_asked_before_any_transaction_and_its_verdict_counts(office: FullOffice) -> None:
    """The guard of every unit test fails this one when the scanner is asked inside a write transaction."""
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    files = (IncomingFile("a.txt", "", io.BytesIO(EICAR)), IncomingFile("b.txt", "", io.BytesIO(b"text")))
    with clamd() as address:
        office.virus_scan = ClamdScanner(address)
        added = add_evidence(AddEvidence(case, files), office.unit_of_work(), actor)
    assert [(file.name, file.code) for file in added.refused_files] == [("a.txt", "VIRUS")]
    assert [row.name for row in office.rows(Evidence)] == ["b.txt"]


def test_while_clamd_is_away_a_complaint_is_taken_and_its_file_can_be_sent_again(office: FullOffice) -> None:
    """No unscanned file is kept, the sender is told, and nothing else waits for the scanner."""
    with clamd() as address:
        pass
    office.virus_scan = ClamdScanner(ClamdAddress(port=address.port))
    filed = office.file(IncomingFile("a.txt", "", io.BytesIO(b"text")))
    assert [(file.name, file.code) for file in filed.refused_files] == [("a.txt", "SCAN_UNAVAILABLE")]
    again = AddEvidence(filed.complaint_id, (IncomingFile("a.txt", "", io.BytesIO(b"text")),))
    with pytest.raises(InvalidInput) as refused:
        add_evidence(again, office.unit_of_work(), office.actor("wen.rusheng"))
    assert refused.value.errors == {"files": "SCAN_UNAVAILABLE"}
    assert [path for path in (office.folder / "files").rglob("*") if path.is_file()] == []
    with clamd() as back:
        office.virus_scan = ClamdScanner(back)
        again = AddEvidence(filed.complaint_id, (IncomingFile("a.txt", "", io.BytesIO(b"text")),))
        assert add_evidence(again, office.unit_of_work(), office.actor("wen.rusheng")).refused_files == ()


def test_name_of_the_sender_is_only_its_last_part() -> None:
    """No path and no control character survives."""
    assert clean_name("../../etc/pass\x00wd") == "passwd"
    assert clean_name("C:\\文件\\照片.jpg") == "照片.jpg"
    assert clean_name("..") == ".."


def test_shipped_bad_uploads_are_refused_or_kept_as_data(office: FullOffice) -> None:
    """Hostile files that came with the brief."""
    folder = Path(__file__).parents[2] / "samples" / "channel-files" / "bad"
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    taken = []
    for path in sorted(folder.iterdir()):
        command = AddEvidence(case, (IncomingFile(path.name, "", io.BytesIO(path.read_bytes())),))
        try:
            add_evidence(command, office.unit_of_work(), actor)
            taken.append(path.name)
        except InvalidInput as refused:
            assert refused.errors["files"]
    assert taken == ["formula.xlsx"]
