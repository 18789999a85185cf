"""A head records leave and a departure on the page over a socket; both sides read of it among their tasks."""

from __future__ import annotations

from models.clock.legal_time import beijing_date
from models.office.absence import Absence
from models.office.staff import Staff
from tests.served_office import ServedOffice

HEAD, DEPUTY = "ren.shebao", "leng.rubing"


def test_a_head_records_leave_and_both_read_of_it(served_office: ServedOffice) -> None:
    """ST-8h: in Chinese, faults at their fields, ended again by the same head."""
    today = beijing_date(served_office.office.clock.now()).isoformat()
    director = served_office.visitor("cai.youdu")
    page = director.get("/absences")
    assert "登记请假或离岗" in page.text and "任社宝（首席代表）" in page.text
    said = {
        "staff_id": HEAD,
        "kind": "leave",
        "from_day": today,
        "until_day": "2026-12-31",
        "reason": "年休假",
    }
    missing = director.post("/absences", said)
    assert missing.status_code == 422 and "年休假" in missing.text
    done = director.post("/absences", {**said, "stand_in_id": DEPUTY})
    assert done.status_code == 303
    assert "已登记" not in done.headers["location"]
    page = director.get(done.headers["location"])
    assert "已记录，双方在各自的任务页可以看到。" in page.text and "冷如冰（窗口人员）" in page.text
    assert "由冷如冰（窗口人员）代办。" in served_office.visitor(HEAD).get("/tasks").text
    word = served_office.visitor(DEPUTY).get("/tasks")
    assert word.status_code == 200, "who stands in for a representative has his list of tasks"
    assert "任社宝（首席代表）" in word.text and "由您代办" in word.text
    (row,) = served_office.office.rows(Absence, staff_id=HEAD)
    ended = director.post(f"/absences/{row.id}/end")
    assert ended.status_code == 303
    assert "由您代办" not in served_office.visitor(HEAD).get("/tasks").text
    assert served_office.visitor(DEPUTY).get("/tasks").status_code == 403


def test_who_has_nobody_below_reads_what_to_do(served_office: ServedOffice) -> None:
    """The empty page, and a colleague's post is refused."""
    clerk = served_office.visitor("wen.rusheng")
    assert "请假与离岗由您的上级或者系统管理员登记" in clerk.get("/absences").text
    said = {
        "staff_id": "ji.luqing",
        "kind": "departure",
        "from_day": "2026-12-01",
        "stand_in_id": "wen.rusheng",
    }
    assert clerk.post("/absences", said).status_code == 403
    assert served_office.office.rows(Staff, login="ji.luqing")[0].active
