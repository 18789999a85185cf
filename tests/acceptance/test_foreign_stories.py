"""`jieban replay FILE` of stories that nobody here has seen: their own right ones end the same, a wrong expectation is named."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.replay.samples import FORMAT
from tests.office_process import OfficeProcess

pytestmark = pytest.mark.timeout(240)

GROUND = {"ground": "private_affair", "basis": "本中心投诉受理范围公示", "right_place": "人民调解委员会"}
MATTER: dict[str, Any] = {
    "no": 1,
    "text": "反映邻居装修噪声影响休息，希望政务大厅出面制止",
    "occurred": None,
    "category": "none",
    "kind": "complaint",
    "disposals": [],
    **dict.fromkeys(
        ("respondent", "decision", "nonaccept_ground", "right_place", "refer_to", "finding", "reason", "adoption")
    ),
}  # fmt: skip
CLAIM = {"no": 1, "text": "制止装修噪声", "matters": [1], "answer": None, "reason": None}
RAW = {
    "received_by": "wen.rusheng",
    "paper_form": {
        "name": "白昼静",
        "phone": "199-0000-0931",
        "content": "楼上邻居每天早上六点装修，电钻声太大，物业也不管，请政务大厅派人去说一说。",
        "wanted": "叫楼上不要一早装修。",
    },
}
TOLD: dict[str, Any] = {
    "id": "Q1",
    "channel": "window",
    "received_at": "2026-09-14T09:20:00+08:00",
    "raw": RAW,
    "story": [
        {"no": 1, "at": "2026-09-14T09:30:00+08:00", "actor": "wen.rusheng", "action": "register", "data": {}},
        {
            "no": 2,
            "at": "2026-09-14T15:00:00+08:00",
            "actor": "ying.shoudao",
            "action": "refuse",
            "note": "邻里之间的事不属于政务服务，当面说明去处。",
            "data": {**GROUND, "approved_by": "heng.gongyun"},
        },
        {
            "no": 3,
            "at": "2026-09-14T15:30:00+08:00",
            "actor": "ying.shoudao",
            "action": "close",
            "note": "告知书本人签收。",
            "data": {},
            "closes": True,
        },
    ],
    "expected": {
        "decision": "refuse",
        "nonaccept_ground": "private_affair",
        "category": "none",
        "other_categories": [],
        "identity": "real_name",
        "disclosure_level": 0,
        "matters": [MATTER],
        "claims": [CLAIM],
        "respondent": {"unit": None, "window": None, "staff": None, "item": None, "match": "none"},
        "urgent": False,
        "recusal": [],
        **dict.fromkeys(("refer_to", "route", "complexity", "is_duplicate_of", "mass_group")),
    },
    "story_clock": {"effective_received": "2026-09-14", "acceptance_due": "2026-09-17"},
}  # fmt: skip


def told(name: str, **expected: object) -> dict[str, Any]:
    """The same story under another name, with another expectation."""
    row = copy.deepcopy(TOLD)
    row["expected"].update(expected)
    return {**row, "id": name}


def test_a_file_from_elsewhere_runs_through_the_same_command(
    prompt_office: OfficeProcess, tmp_path: Path
) -> None:
    """ST-11: its report names what it does not compare, and a wrong expectation makes the command fail."""
    file, out = tmp_path / "elsewhere.json", tmp_path / "out.json"
    stories = [told("Q1"), told("Q2", nonaccept_ground="in_trial", must_not=["让邻居知道"])]
    file.write_text(json.dumps({"format": FORMAT, "complaints": stories}, ensure_ascii=False), "utf-8")
    done = subprocess.run(
        (sys.executable, "-m", "deploy", "replay", str(file), "--json", str(out)),
        env=prompt_office.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = {row["complaint"]: row for row in json.loads(out.read_text("utf-8"))}
    assert {name: row["result"] for name, row in rows.items()} == {"Q1": "same", "Q2": "DIFFERENT"}, (
        done.stdout
    )
    assert rows["Q2"]["differences"] == [
        "Q2 nonaccept_ground: expected ['in_trial'], seen ['private_affair']"
    ]
    assert done.returncode == 1
    assert "not compared, entered by rule" in done.stdout
    assert "not machine-checked Q2: 让邻居知道" in done.stdout
