"""Metadata of a file for the archives, as XML: where it comes from, what it is, how it is put together, what was done.

The elements are those of 来源可靠、程序规范、要素合规 (《档案法》第三十七条、实施条例第三十八条), in the words of DA/T 46.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from models.clock.legal_time import as_iso
from services.volumes.event_words import EVENT_WORDS, OTHER
from services.volumes.manifest import Manifest
from services.volumes.part import PLACE_NAMES, Place

# What XML cannot hold.
_UNTOLD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OUTCOMES = {
    Outcome.ACCEPTED: "受理办结",
    Outcome.REFUSED: "不予受理",
    Outcome.REFERRED: "转有权单位",
    Outcome.SETTLED: "当场办结",
    Outcome.CONSULTED: "咨询答复",
    Outcome.MERGED: "并案",
    Outcome.WITHDRAWN: "撤回",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the trail."""

    seq: int
    at: str
    kind: str
    who: str
    hash: str


def write_metadata(complaint: Complaint, centre: str, manifest: Manifest, steps: Iterable[Step]) -> bytes:
    """The whole document, in UTF-8."""
    root = ET.Element("电子档案", {"类别": "投诉处置案卷", "格式": str(manifest["format"])})
    _add(root, "来源", {"立档单位": centre, "形成方式": "办公系统原生"})
    _add(
        root,
        "内容",
        {
            "题名": f"投诉{complaint.number}处置案卷",
            "文件编号": complaint.number,
            "收到时间": as_iso(complaint.received_at),
            "归档时间": as_iso(complaint.closed_at) if complaint.closed_at else "",
            "办结方式": OUTCOMES[complaint.outcome] if complaint.outcome else "",
            "保管期限": str(manifest["retention"]),
        },
    )
    structure = ET.SubElement(root, "结构")
    for volume in manifest["volumes"]:
        _add_volume(structure, volume, {entry["path"]: entry for entry in manifest["files"]})
    process = ET.SubElement(root, "过程")
    for step in steps:
        told = {"序号": str(step.seq), "时间": step.at, "行为者": _clean(step.who), "校验值": step.hash}
        ET.SubElement(process, "业务行为", told).text = EVENT_WORDS.get(step.kind, OTHER)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_volume(structure: ET.Element, volume: Manifest, files: Mapping[str, Manifest]) -> None:
    head = {"序号": str(volume["no"]), "名称": str(volume["name"]), "页数": str(volume["pages"])}
    told = ET.SubElement(structure, "卷", head)
    _add(
        told, "封卷", {"时间": str(volume["sealed_at"]), "数字摘要": str(volume["digest"]), "算法": "SHA-256"}
    )
    for part in volume["parts"]:
        path = part["file"] or ""
        size = files[path]["size"] if path in files else ""
        _add(
            told,
            "件",
            {
                "顺序号": part["no"],
                "类目": PLACE_NAMES[Place(part["place"])],
                "题名": part["title"],
                "文件编号": part["number"],
                "责任者": part["by"],
                "日期": part["dated"],
                "起始页": part["first_page"] if part["pages"] else "",
                "页数": part["pages"],
                "格式": path.rpartition(".")[2] if path else "",
                "计算机文件名": path,
                "计算机文件大小": size,
                "数字摘要": part["sha256"],
                "未随包原因": part["left_out"] or "",
            },
        )


def _add(above: ET.Element, name: str, facts: Mapping[str, object]) -> None:
    told = ET.SubElement(above, name)
    for fact, value in facts.items():
        if str(value):
            ET.SubElement(told, fact).text = _clean(str(value))


def _clean(text: str) -> str:
    return _UNTOLD.sub("\ufffd", text)
