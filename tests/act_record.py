"""What a record of the investigation says in tests, whatever its method; a form takes what it asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.clock.legal_time import to_beijing

FORM = "record-investigation-act"

RECORD: dict[str, Any] = {
    "record_text": "查阅窗口清单与办事指南",
    "matter_nos": ["1"],
    "manned": "one",
    "one_reason": "另一名调查人员当日在外地",
    "whom_kind": "informed",
    "whom": "窗口值班长",
    "rights_told": True,
    "signature": "unsigned",
    "unsigned_reason": "电话询问，另行补签",
    "papers": [
        {"title": "窗口材料清单", "number": "清单〔2026〕3号", "provider": "人力资源窗口", "pages": 2}
    ],
    "place": "C03窗口",
    "persons": "窗口值班长",
    "slip_no": "调〔2026〕3号",
    "provider": "信息科",
    "item_title": "9月3日窗口录像",
    "item_kind": "audiovisual",
    "is_original": "copy",
    "item_count": 1,
}


def record_at(moment: datetime, **other: Any) -> dict[str, Any]:
    """The record of an act that took place at this moment of the office."""
    told = f"{to_beijing(moment):%Y-%m-%dT%H:%M}"
    return {**RECORD, "began_at": told, "ended_at": told, **other}
