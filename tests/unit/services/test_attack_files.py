"""Files made to attack who opens them: what runs, what is two things at once, what lies about its size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from services.evidence.file_type import find_type
from services.evidence.incoming_file import FileRefused
from services.evidence.office_document import DOCX, XLSX

HEAD, TAIL = b"%PDF-1.7\n", b"\nstartxref\n0\n%%EOF\n"
OPENS = b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"


def pdf(*objects: bytes) -> bytes:
    return HEAD + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1)) + TAIL


def stream(content: bytes, kind: bytes = b"/Type /ObjStm /N 1 /First 4") -> bytes:
    packed = zlib.compress(content)
    head = b"<< %s /Length %d /Filter /FlateDecode >>" % (kind, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def picture(kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, kind)
    return target.getvalue()


def archive(*names: str, contents: str = "<Types/>") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", contents)
        for name in names:
            made.writestr(name, "<x/>")
    return target.getvalue()


def lying() -> bytes:
    """A document whose directory says four bytes of a part that unpacks to 30 MB, with the check sum of those four."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"0" * 30_000_000)
    data = bytearray(target.getvalue())
    short = struct.pack("<L", 4)
    for mark, check, size in ((b"PK\x03\x04", 14, 22), (b"PK\x01\x02", 16, 24)):
        place = data.index(mark)
        data[place + check : place + check + 4] = struct.pack("<L", zlib.crc32(b"0000"))
        data[place + size : place + size + 4] = short
    return bytes(data)


MACRO_TYPES = (
    '<Types><Override ContentType="application/vnd.ms-word.document.MACROENABLED.main+xml"/></Types>'
)
REFUSED = {
    "SE-17 capital name of a macro": (
        "a.docx",
        archive("word/document.xml", "word/VBAPROJECT.BIN"),
        "ACTIVE_CONTENT",
    ),
    "SE-17 macro by its type": (
        "a.docx",
        archive("word/document.xml", contents=MACRO_TYPES),
        "ACTIVE_CONTENT",
    ),
    "SE-17 sheet of macros": (
        "a.xlsx",
        archive("xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
        "ACTIVE_CONTENT",
    ),
    "SE-18 script": ("a.pdf", pdf(OPENS), "ACTIVE_CONTENT"),
    "SE-18 script with escapes": (
        "a.pdf",
        pdf(OPENS.replace(b"/JavaScript", b"/#4aavaScr#69pt")),
        "ACTIVE_CONTENT",
    ),
    "SE-18 script in packed objects": ("a.pdf", pdf(stream(b"1 0 " + OPENS)), "ACTIVE_CONTENT"),
    "SE-18 packed objects in disguise": (
        "a.pdf",
        pdf(stream(b"1 0 " + OPENS, b"/Subtype /Image")),
        "ACTIVE_CONTENT",
    ),
    "SE-18 another file in it": ("a.pdf", pdf(b"<< /Names << /EmbeddedFiles 2 0 R >> >>"), "ACTIVE_CONTENT"),
    "SE-18 starts a program": ("a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "ACTIVE_CONTENT"),
    "SE-18 another file beside a note": (
        "a.pdf",
        pdf(b"<< /Subtype /FileAttachment /FS << /F (a.exe) /EF << /F 2 0 R >> >> >>"),
        "ACTIVE_CONTENT",
    ),
    "SE-18 another file without its type": (
        "a.pdf",
        pdf(b"<< /F (a.exe) /#45F << /F 2 0 R >> >>", stream(b"MZ", b"")),
        "ACTIVE_CONTENT",
    ),
    "SE-18 another file elsewhere": ("a.pdf", pdf(b"<< /F (a.exe) /EF 2 0 R >>"), "ACTIVE_CONTENT"),
    "SE-18 film with a script": (
        "a.pdf",
        pdf(b"<< /OpenAction << /S /Rendition /JS (app.alert\\(1\\)) >> >>"),
        "ACTIVE_CONTENT",
    ),
    "SE-18 opens a file within": ("a.pdf", pdf(b"<< /OpenAction << /S /GoToE /T << >> >> >>"), "ACTIVE_CONTENT"),
    "SE-18 objects under lock": (
        "a.pdf",
        pdf(
            b"<< /Type /ObjStm /Length 9 >>\nstream\n\x01\x02\x03lockedxx\nendstream", b"<< /Encrypt 9 0 R >>"
        ),
        "PROTECTED",
    ),
    "SE-18 objects that unpack without end": (
        "a.pdf",
        pdf(stream(b"1 0 " + b" " * 60_000_000)),
        "UNREADABLE",
    ),
    "SE-18 picture and page": ("a.jpg", picture() + b"<SCRIPT>alert(1)</SCRIPT>", "TYPE_MISMATCH"),
    "SE-18 picture and archive": ("a.jpg", picture() + archive("a.exe"), "TYPE_MISMATCH"),
    "SE-18 picture and PDF": ("a.png", picture("PNG") + pdf(b"<< >>"), "TYPE_MISMATCH"),
    "SE-18 PDF and archive": ("a.pdf", HEAD + archive("a.exe") + TAIL, "TYPE_MISMATCH"),
    "SE-52 sizes that lie": ("a.docx", lying(), "UNREADABLE"),
}
TAKEN = {
    "objects that are packed": ("a.pdf", pdf(stream(b"1 0 << /Type /Catalog >>"), stream(b"\x00" * 9, b""))),
    "a name that only begins so": ("a.pdf", pdf(b"<< /LaunchPad 1 /JavaScriptless 2 >>")),
    "goes to a page, and letters of a file by chance": (
        "a.pdf",
        pdf(b"<< /OpenAction << /S /GoTo /D [3 0 R] >> /Renditions 1 >>", b"stream\n\x03/EF \x07/EF9\nendstream"),
    ),
    "a large drawing": ("a.pdf", pdf(stream(b"1 0 0 1 0 0 cm " + b"9 9 l " * 9_000_000, b""))),
    "a film with some letters of a mark": ("a.jpg", picture() + b"\x00<SvG " + b"\x07" * 50),
    "a picture with a film behind it": ("a.jpg", picture() + b"\x00\x00\x00\x18ftypmp42" + b"\x07" * 5000),
    "a document with a sheet in it": ("a.docx", archive("word/document.xml", "word/embeddings/sheet1.xlsx")),
    "a workbook with a printer": (
        "a.xlsx",
        archive("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_attack_file_is_refused_with_its_reason(case: str) -> None:
    """SE-17, SE-18, SE-52: each was taken before, or is a near kin of one that was."""
    name, content, code = REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        find_type(name, "", io.BytesIO(content))
    assert refused.value.code == code


@pytest.mark.parametrize("case", TAKEN)
def test_honest_neighbour_of_an_attack_is_taken(case: str) -> None:
    """What people send is not refused for looking alike."""
    name, content = TAKEN[case]
    stream_of_it = io.BytesIO(content)
    assert find_type(name, "", stream_of_it) in {"application/pdf", "image/jpeg", DOCX, XLSX}
    assert stream_of_it.tell() == 0
