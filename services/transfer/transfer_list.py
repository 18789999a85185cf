"""移交清册: what is handed over, on paper for both sides to sign and as XML, and the manifest of the whole package."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.clock.legal_time import as_iso, beijing_date
from models.ground.keeping_codes import FileKind, KeepingClass
from services.keeping.word_term import WORDS
from services.letters.signed_record import lines_to_sign
from services.ports.press import Facts, Grid, Heading, Letter, Letterhead, Part, Words
from services.unit_of_work import UnitOfWork
from services.volumes.case_package import pack_bytes, pack_verifier
from services.volumes.manifest import list_files
from services.volumes.stream_zip import Packed

TITLE = "档案移交清册"
# As `verify_package.py` reads it.
FORMAT = "jieban-transfer-package/1"
LIST_PDF, LIST_XML, MANIFEST = "移交清册.pdf", "移交清册.xml", "manifest.json"
KINDS = {
    FileKind.REPORTED_UPWARD: "曾向上级报告的投诉",
    FileKind.WITH_RESULT: "有处理结果的投诉",
    FileKind.WITHOUT_RESULT: "没有处理结果的投诉",
}
# In the title of a file, which is short: a thousand of them are printed.
SHORT = {
    FileKind.REPORTED_UPWARD: "（曾上报）",
    FileKind.WITH_RESULT: "（有处理结果）",
    FileKind.WITHOUT_RESULT: "（无处理结果）",
}
_HEAD = ("序号", "档号", "案卷题名", "年度", "卷数、页数", "保管期限", "起止日期", "身份材料")
# A running number of four digits, a complaint's number and a day each fit into one line.
_WIDTHS = (9, 27, 22, 9, 9, 8, 19, 9)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file as the list tells it: by number and kind, without a word of what was complained of."""

    no: int
    number: str
    kind: FileKind
    keeping: KeepingClass
    year: int
    volumes: int
    pages: int
    first: date
    last: date
    has_identity: bool
    withheld: int
    digest: str
    size: int
    parts: int

    @property
    def folder(self) -> str:
        """Where it stands in the package."""
        return f"{self.no:04d}-{self.number}/"

    @property
    def title(self) -> str:
        """题名."""
        return f"投诉{self.number}处置案卷"


@dataclass(frozen=True, slots=True)
class TransferList:
    """The list of one transfer, in its order."""

    number: str
    receiver: str
    letterhead: Letterhead
    handed_at: datetime
    files: tuple[ListedFile, ...]


def pack_list(told: TransferList, unit_of_work: UnitOfWork) -> tuple[Packed, ...]:
    """What stands above the files: the manifest first, the list twice, and the program that verifies all of it."""
    data = pack_bytes(LIST_XML, write_xml(told))
    paper = pack_bytes(LIST_PDF, unit_of_work.ports.press.print(lay_list(told, data.sha256)))
    above = (paper, data, pack_verifier())
    return pack_bytes(MANIFEST, write_manifest(told, above)), *above


def write_manifest(told: TransferList, above: Sequence[Packed]) -> bytes:
    """Every file of a case by way of the manifest of its folder, whose digest stands here."""
    manifest = {
        "format": FORMAT,
        "number": told.number,
        "made_at": as_iso(told.handed_at),
        "from": told.letterhead.name,
        "to": told.receiver,
        "files": list_files(above),
        "cases": [
            {"no": file.no, "number": file.number, "folder": file.folder, "manifest": file.digest}
            for file in told.files
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def write_xml(told: TransferList) -> bytes:
    """The list for programs, in UTF-8."""
    head = {"批次": told.number, "移交单位": told.letterhead.name, "接收单位": told.receiver}
    head |= {"移交时间": as_iso(told.handed_at), "案卷数": str(len(told.files)), "算法": "SHA-256"}
    root = ET.Element("电子档案移交清册", head)
    for file in told.files:
        one = ET.SubElement(root, "案卷", {"序号": str(file.no)})
        for name, value in (
            ("档号", file.number),
            ("题名", file.title),
            ("类别", KINDS[file.kind]),
            ("年度", file.year),
            ("卷数", file.volumes),
            ("页数", file.pages),
            ("保管期限", WORDS[file.keeping]),
            ("起始日期", file.first.isoformat()),
            ("终止日期", file.last.isoformat()),
            ("身份材料", "随卷" if file.has_identity else "未随卷"),
            ("限阅未随卷件数", file.withheld),
            ("目录", file.folder),
            ("文件数", file.parts),
            ("字节数", file.size),
            ("清单校验值", file.digest),
        ):
            ET.SubElement(one, name).text = str(value)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def lay_list(told: TransferList, digest: str) -> Letter:
    """As the press takes it; `digest` is that of the list for programs, which has one of each file."""
    parts: tuple[Part, ...] = (
        Facts(
            (
                ("移交单位", told.letterhead.name),
                ("接收单位", told.receiver),
                ("移交批次", told.number),
                ("案卷、卷、页", _count(told)),
                ("清册数据校验值", f"{LIST_XML}，SHA-256：{digest}"),
            )
        ),
        Grid(_HEAD, tuple(_row(file) for file in told.files), _WIDTHS),
        Words("以上案卷以电子形式移交，各案卷的全部文件及其校验值见移交包；交接双方已按本清册清点、核验。"),
        Heading("交接签字"),
        lines_to_sign(
            "移交单位（盖章）", "移交人（签名）", "接收单位（盖章）", "接收人（签名）", "监交人（签名）"
        ),
    )
    dated = beijing_date(told.handed_at)
    return Letter(told.letterhead, TITLE, told.number, parts, dated, barcode=told.number, is_sealed=False)


def _count(told: TransferList) -> str:
    volumes, pages = sum(file.volumes for file in told.files), sum(file.pages for file in told.files)
    return f"{len(told.files)}件案卷，{volumes}卷，{pages}页"


def _row(file: ListedFile) -> tuple[str, ...]:
    notes = ["随卷" if file.has_identity else "未随卷"]
    if file.withheld:
        notes.append(f"限阅{file.withheld}件未随卷")
    return (
        str(file.no),
        file.number,
        f"投诉处置案卷{SHORT[file.kind]}",
        str(file.year),
        f"{file.volumes}卷{file.pages}页",
        WORDS[file.keeping],
        f"{file.first.isoformat()}\n{file.last.isoformat()}",
        "；".join(notes),
    )
