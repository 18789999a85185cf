"""A head records leave and a departure on the page over a socket; both sides read of it among their tasks."""

from __future__ import annotations

import re

from models.case.task import Task
from models.clock.legal_time import beijing_date
from models.office.absence import Absence
from models.office.login_session import LoginSession
from models.office.staff import Staff
from services.views.colleagues import list_colleagues
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.web_staff.cases import complain_about, relate
from tests.web_staff.people import session_of

HEAD, DEPUTY = "ren.shebao", "leng.rubing"
_FORM = re.compile(r'<form method="post" action="/absences".*?</form>', re.S)
_ROW = re.compile(
    r'<td data-label="任务">([^<]+)</td>\s*<td[^>]*><span class="number">([^<]+)</span></td>\s*<td[^>]*>(.*?)</td>',
    re.S,
)


def confirmed(page: str) -> dict[str, str]:
    """What the form of a preview sends."""
    form = _FORM.search(page)
    assert form
    return dict(re.findall(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"', form[0]))


def moves_of(page: str) -> dict[str, str]:
    """To whom each complaint's task goes, as the table says."""
    return {number: re.sub(r"<[^>]+>", "", to).strip() for _, number, to in _ROW.findall(page)}


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
    asked = director.post("/absences", {**said, "stand_in_id": DEPUTY})
    assert asked.status_code == 200 and "尚未办理" in asked.text
    assert served_office.office.rows(Absence, staff_id=HEAD) == [], "a preview keeps nothing"
    done = director.post("/absences", confirmed(asked.text))
    assert done.status_code == 303
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


def held_by(served: ServedOffice, login: str, about: str, address: str) -> tuple[str, str]:
    """Number and task of a case about this person, in the hands of `login`."""
    filed = served.office.file(address=address)
    complain_about(served.office, filed.complaint_id, about)
    key = add_task(served.office, filed.complaint_id, "decide-acceptance")
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = login
    return filed.number, key


def test_an_administrator_sees_before_a_departure_which_task_goes_to_whom_and_after_it_what_became_of_each(
    served_office: ServedOffice,
) -> None:
    """DM-40: the preview is what happens; a case that the administrator must keep away from is in neither."""
    office, who, heir, administrator = served_office.office, "li.gangle", "xin.jieren", "guan.xitong"
    today = beijing_date(office.clock.now()).isoformat()
    with office.unit_of_work() as unit:
        for login, name in ((who, "李刚离"), (heir, "辛接任")):
            unit.session.add(
                Staff(
                    login=login,
                    name=name,
                    unit="YH-TS",
                    title="受理岗",
                    reports_to="ming.shouli",
                    roles=["intake"],
                )
            )
    session_of(office, who)
    relate(office, heir, "man.youran")
    plain, key = held_by(served_office, who, "jiang.tuotuo", "203.0.113.81")
    barred, barred_key = held_by(served_office, who, "man.youran", "203.0.113.82")
    hidden, _ = held_by(served_office, who, administrator, "203.0.113.83")
    visitor = served_office.visitor(administrator)
    person = visitor.get(f"/accounts/{who}").text
    assert f'href="/absences?staff_id={who}#record"' in person and "名下2件" in person
    assert f'value="{who}" selected' in visitor.get(f"/absences?staff_id={who}").text
    said = {"staff_id": who, "kind": "departure", "from_day": today, "stand_in_id": heir, "reason": "调离"}
    asked = visitor.post("/absences", said)
    foreseen = moves_of(asked.text)
    assert foreseen[plain].startswith("辛接任") and not foreseen[barred].startswith("辛接任")
    assert hidden not in asked.text and "账号关闭" in asked.text
    assert office.rows(Task, user_task_key=key)[0].claimed_by == who and office.rows(
        LoginSession, staff_id=who
    )
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = None
    moved = visitor.post("/absences", confirmed(asked.text))
    assert moved.status_code == 409 and "未作任何改动" in moved.text
    assert office.rows(Staff, login=who)[0].active and plain not in moves_of(moved.text)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = who
    done = visitor.post("/absences", confirmed(visitor.post("/absences", said).text))
    assert done.status_code == 303
    told = visitor.get(done.headers["location"])
    assert moves_of(told.text) == foreseen and hidden not in told.text
    assert office.rows(Task, user_task_key=key)[0].claimed_by == heir
    assert office.rows(Task, user_task_key=barred_key)[0].claimed_by != heir
    assert office.rows(LoginSession, staff_id=who) == []
    person = visitor.get(f"/accounts/{who}").text
    assert "已离岗" in person and "已关闭" in person and "调离" in person
    assert who not in {option["value"] for option in list_colleagues(office.unit_of_work())}
    assert f'value="{who}"' not in visitor.get("/absences").text, "neither away nor standing in"
    assert served_office.visitor("wen.rusheng").get(done.headers["location"]).status_code == 404
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, heir).active = False  # other tests count the clerks


def test_the_only_administrator_does_not_leave(served_office: ServedOffice) -> None:
    """DM-40: nobody could open an account or give a role any more."""
    office = served_office.office
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "xian.lutong").roles = []
    try:
        said = {
            "staff_id": "guan.xitong",
            "kind": "departure",
            "from_day": beijing_date(office.clock.now()).isoformat(),
            "stand_in_id": "xian.lutong",
        }
        refused = served_office.visitor("heng.gongyun").post("/absences", said)
        assert refused.status_code == 422 and "这是唯一的系统管理员" in refused.text
    finally:
        with office.unit_of_work() as unit:
            unit.session.get_one(Staff, "xian.lutong").roles = ["administrator"]
