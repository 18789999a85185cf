"""Members of staff are added and changed by an administrator, through the real web server and with the words of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from models.case.complaint import Complaint
from models.case.task import Task
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from models.office.staff_change import StaffChange
from models.office.unit import OrganisationUnit
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from services.office.load_organisation import load_organisation, read_organisation
from tests.office import ORGANISATION
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import add_task
from tests.web_staff.cases import complain_about
from tests.web_staff.test_people_over_a_socket import sign_in

ADMINISTRATOR, OTHER = "guan.xitong", "xian.lutong"
_CHECKED = re.compile(r'name="roles" value="([^"]+)" checked')
_HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"')
NEW = {
    "login": "qian.xinren",
    "name": "钱新任",
    "badge": "YH0901",
    "unit": "YH-TS",
    "title": "受理岗（新）",
    "roles": ["intake"],
    "reports_to": "ming.shouli",
    "deputy_id": "ji.luqing",
    "reason": "新招录",
}


@pytest.fixture(autouse=True)
def _leave_again(served_office: ServedOffice) -> Iterator[None]:
    """Other tests of the process count the people of the office."""
    yield
    added = {row.staff_id for row in served_office.office.rows(StaffChange, field="added")}
    with served_office.office.unit_of_work() as unit:
        for login in added:
            unit.session.get_one(Staff, login).active = False


def add(visitor: SocketVisitor, login: str, name: str, **fields: object) -> str:
    """The address of the page of somebody new; badges are told apart by the login."""
    sent = {**NEW, "login": login, "name": name, "badge": f"B-{login}", **fields}
    done = visitor.post("/accounts/new", sent)
    assert done.status_code == 303, done.text
    return f"/accounts/{login}"


def form_of(visitor: SocketVisitor, own: str) -> dict[str, object]:
    """What the form of a person sends when nothing is typed."""
    page = visitor.get(f"{own}/change")
    assert page.status_code == 200
    values = {
        name: value
        for name in ("name", "badge", "title")
        for value in re.findall(rf'id="{name}" name="{name}"[^>]*? value="([^"]*)"', page.text)
    }
    chosen = {
        name: (re.findall(r'value="([^"]*)" selected', block) or [""])[0]
        for name, block in re.findall(r'<select\s+id="(\w+)"(.*?)</select>', page.text, re.S)
    }
    return {**values, **chosen, "roles": _CHECKED.findall(page.text), **dict(_HIDDEN.findall(page.text))}


def confirm(visitor: SocketVisitor, own: str, page: str) -> int:
    return visitor.post(f"{own}/change", dict(_HIDDEN.findall(page.partition("<main")[2]))).status_code


def test_somebody_new_is_added_and_gets_an_account_by_the_button(served_office: ServedOffice) -> None:
    """DM-40: without a file and without whoever runs the machine; faults stand at their fields with what was typed."""
    visitor, office = served_office.visitor(ADMINISTRATOR), served_office.office
    assert 'href="/accounts/new"' in visitor.get("/accounts").text
    wrong = {
        **NEW, "login": "Qian Xinren", "name": "", "badge": "YH0105", "unit": "nowhere", "roles": [], "reason": " ",
        "reports_to": "qian.nobody",
    }  # fmt: skip
    refused = visitor.post("/accounts/new", wrong)
    assert refused.status_code == 422
    for name in ("login", "name", "badge", "unit", "roles", "reports_to", "reason"):
        assert f'id="{name}-error"' in refused.text, name
    assert "该工号已有人使用" in refused.text and "受理岗（新）" in refused.text
    for login in ("new", "system", "citizen", "a", "qian.", "钱"):
        assert "登录名为3至40个" in visitor.post("/accounts/new", {**NEW, "login": login}).text, login
    assert "该登录名已有人使用" in visitor.post("/accounts/new", {**NEW, "login": "ji.luqing"}).text
    both = visitor.post("/accounts/new", {**NEW, "roles": ["administrator", "investigator"]})
    assert both.status_code == 422 and "系统管理员不能兼任办理投诉的角色" in both.text
    with office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, "JT").closed_at = office.clock.now()
    closed = visitor.post("/accounts/new", {**NEW, "unit": "JT"})
    with office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, "JT").closed_at = None
    assert closed.status_code == 422 and 'id="unit-error"' in closed.text
    assert office.rows(Staff, login=NEW["login"]) == []
    done = visitor.post("/accounts/new", NEW)
    assert done.status_code == 303
    page = visitor.get(done.headers["location"]).text
    for told in (
        "已新增",
        "钱新任",
        "YH0901",
        "投诉处置科",
        "受理人员",
        "明守礼",
        "纪录清",
        "新招录",
        "管系统",
    ):
        assert told in page, told
    assert "该登录名已有人使用" in visitor.post("/accounts/new", NEW).text, "sent twice it is one"
    shown = visitor.post("/accounts/qian.xinren")
    assert shown.status_code == 200 and "receipt-code" in shown.text
    first = served_office.visitor("qian.xinren").get("/register")
    assert first.headers["location"] == "/password", "the first password is changed before anything else"
    [event] = [row for row in office.rows(TrailEvent) if row.kind == "organisation.staff_added"]
    assert event.actor == ADMINISTRATOR and "钱新任" not in str(event.payload)


def test_a_change_says_why_and_a_stale_page_does_no_harm(served_office: ServedOffice) -> None:
    """DM-40: who, when, what it was before, and why; sent twice or overtaken, nothing is changed and it says so."""
    visitor = served_office.visitor(ADMINISTRATOR)
    own = add(visitor, "wu.gaiming", "吴改名")
    assert f'href="{own}/change"' in visitor.get(own).text
    form = form_of(visitor, own)
    assert form["name"] == "吴改名" and form["reports_to"] == "ming.shouli" and form["roles"] == ["intake"]
    unsaid = visitor.post(f"{own}/change", {**form, "title": "受理组长", "reason": ""})
    assert unsaid.status_code == 422 and 'id="reason-error"' in unsaid.text and "受理组长" in unsaid.text
    change = {**form, "name": "吴更名", "deputy_id": "jian.dengji", "reason": "户籍更名"}
    assert visitor.post(f"{own}/change", change).status_code == 303, "asks nothing more"
    again = visitor.post(f"{own}/change", {**change, "title": "别的"})
    assert again.status_code == 409 and "没有改动任何内容" in again.text and "别的" in again.text
    page = visitor.get(f"{own}?done=changed").text
    for told in ("已修改", "吴改名", "吴更名", "简登记", "户籍更名"):
        assert told in page, told
    same = visitor.post(f"{own}/change", {**form_of(visitor, own), "reason": "没有变化"})
    assert same.status_code == 303 and "没有变化" not in visitor.get(own).text
    kept = served_office.office.rows(StaffChange, staff_id="wu.gaiming", field="name")
    assert [(row.old, row.new, row.by) for row in kept][-1] == ("吴改名", "吴更名", ADMINISTRATOR)
    load_organisation(read_organisation(ORGANISATION), served_office.office.unit_of_work(), SYSTEM)
    assert "吴更名" in visitor.get(own).text


def test_superior_and_deputy_are_other_people_who_work_here(served_office: ServedOffice) -> None:
    visitor, office = served_office.visitor(ADMINISTRATOR), served_office.office
    own = add(visitor, "zheng.shangji", "郑上级")
    below = add(visitor, "wang.xiaji", "王下级", reports_to="zheng.shangji")
    gone = add(visitor, "feng.lizhi", "冯离职")
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "feng.lizhi").active = False
    form = {**form_of(visitor, own), "reason": "调整"}
    for fields, field, said in (
        ({"reports_to": "zheng.shangji"}, "reports_to", "须为不同的两人"),
        ({"deputy_id": "zheng.shangji"}, "deputy_id", "须为不同的两人"),
        ({"reports_to": "wang.xiaji"}, "reports_to", "此人在其下级之中"),
        ({"deputy_id": "feng.lizhi"}, "deputy_id", ""),
        ({"unit": "WQ-NOWHERE"}, "unit", ""),
        ({"badge": "YH0105"}, "badge", "该工号已有人使用"),
    ):
        refused = visitor.post(f"{own}/change", {**form, **fields})
        assert refused.status_code == 422, fields
        assert f'id="{field}-error"' in refused.text and said in refused.text, fields
    assert visitor.get(f"{gone}/change").status_code == 409
    left = visitor.post(f"{gone}/change", {**form, "seen": ""})
    assert left.status_code == 409 and "此人已离岗" in left.text
    assert (
        visitor.post(f"{below}/change", {**form_of(visitor, below), "title": "x", "reason": "y"}).status_code
        == 303
    )
    assert served_office.visitor("wen.rusheng").get(f"{own}/change").status_code == 403
    assert served_office.visitor("wen.rusheng").post(f"{own}/change", form).status_code == 403


def test_a_role_goes_when_its_work_is_handed_over_and_holds_at_once(served_office: ServedOffice) -> None:
    """DM-40: the page names what stands in the way and what it does, and asks before it is done."""
    visitor, office = served_office.visitor(ADMINISTRATOR), served_office.office
    own, who = add(visitor, "jiang.zhuangang", "蒋转岗"), "jiang.zhuangang"
    filed = office.file(address="203.0.113.91")
    hidden = office.file(address="203.0.113.92")
    complain_about(office, hidden.complaint_id, ADMINISTRATOR)
    key, hidden_key = (add_task(office, case.complaint_id, "decide-acceptance") for case in (filed, hidden))
    with office.unit_of_work() as unit:
        for task in (key, hidden_key):
            unit.session.get_one(Task, task).claimed_by = who
    person = served_office.visitor(who)
    assert person.get("/register").status_code == 200
    change = {**form_of(visitor, own), "roles": ["return_visit"], "reason": "转回访岗"}
    asked = visitor.post(f"{own}/change", change)
    assert asked.status_code == 422 and filed.number in asked.text and "须先移交的任务" in asked.text
    assert hidden.number not in asked.text and "简如镜" in asked.text
    assert office.rows(Staff, login=who)[0].roles == ["intake"]
    forced = visitor.post(f"{own}/change", {**change, "confirmed": "1"})
    assert forced.status_code == 422, "what the page asks is asked again when it is done"
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = "ji.luqing"
    asked = visitor.post(f"{own}/change", change)
    assert asked.status_code == 200 and "尚未办理" in asked.text
    assert "受理人员" in asked.text and "回访人员" in asked.text and hidden.number not in asked.text
    assert office.rows(Staff, login=who)[0].roles == ["intake"], "a preview keeps nothing"
    assert office.rows(Task, user_task_key=hidden_key)[0].claimed_by == who
    assert confirm(visitor, own, asked.text) == 303
    assert office.rows(Staff, login=who)[0].roles == ["return_visit"]
    assert office.rows(Task, user_task_key=hidden_key)[0].claimed_by is None, "back to its group"
    assert person.get("/register").status_code == 403, "in the same session"
    assert person.get("/tasks").status_code == 200
    assert confirm(visitor, own, asked.text) == 409, "sent twice"


def test_a_move_says_what_goes_on_naming_the_person(served_office: ServedOffice) -> None:
    visitor, office = served_office.visitor(ADMINISTRATOR), served_office.office
    form = {**form_of(visitor, "/accounts/jiao.tongda"), "unit": "MZ", "reason": "轮岗"}
    asked = visitor.post("/accounts/jiao.tongda/change", form)
    assert asked.status_code == 200
    assert "此人仍是云河市交通运输局（驻厅）的负责人" in asked.text
    assert "云河市交通运输局（驻厅）不再有首席代表" in asked.text
    assert office.rows(Staff, login="jiao.tongda")[0].unit == "JT"


def test_no_needed_role_is_left_without_anybody_and_administrators_stand_apart(
    served_office: ServedOffice,
) -> None:
    """DM-40: nobody changes the own roles, and none who handles a case becomes one."""
    visitor, office = served_office.visitor(ADMINISTRATOR), served_office.office
    own = visitor.get(f"/accounts/{ADMINISTRATOR}/change").text
    assert "不能变更自己的角色" in own and 'type="checkbox" id="roles-' not in own
    form = {**form_of(visitor, f"/accounts/{ADMINISTRATOR}"), "reason": "试一试"}
    himself = visitor.post(f"/accounts/{ADMINISTRATOR}/change", {**form, "roles": ["window_staff"]})
    assert himself.status_code == 422 and 'id="roles-error"' in himself.text
    director = "/accounts/zong.lanyun"
    page = visitor.get(f"{director}/change").text
    assert "仅此一人" in page
    alone = visitor.post(
        f"{director}/change", {**form_of(visitor, director), "roles": ["approver"], "reason": "x"}
    )
    assert alone.status_code == 422 and "仅由此人担任" in alone.text
    filed = office.file(address="203.0.113.93")
    handler = add(visitor, "shen.chengban", "沈承办", roles=["investigator"])
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).handler_id = "shen.chengban"
    raised = {**form_of(visitor, handler), "roles": ["administrator"], "reason": "x"}
    refused = visitor.post(f"{handler}/change", raised)
    assert refused.status_code == 422 and "不能担任系统管理员" in refused.text
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).handler_id = None
    asked = visitor.post(f"{handler}/change", raised)
    assert asked.status_code == 200 and confirm(visitor, handler, asked.text) == 303
    assert served_office.visitor("shen.chengban").get("/accounts").status_code == 200
    with office.unit_of_work() as unit:
        for login in (OTHER, "shen.chengban"):
            unit.session.get_one(Staff, login).roles = ["window_staff"]
        unit.session.get_one(Staff, ADMINISTRATOR).stand_in_id = "ying.xiaoyu"
    try:
        stands_in = served_office.visitor("ying.xiaoyu")
        last = {**form_of(stands_in, f"/accounts/{ADMINISTRATOR}"), "roles": ["window_staff"], "reason": "x"}
        mine = stands_in.post(f"/accounts/{ADMINISTRATOR}/change", last)
        assert mine.status_code == 422 and "不能变更自己的角色" in mine.text, (
            "those of whom one stands in for"
        )
    finally:
        with office.unit_of_work() as unit:
            for login in (ADMINISTRATOR, OTHER):
                row = unit.session.get_one(Staff, login)
                row.roles, row.stand_in_id, row.active = ["administrator"], None, True


def test_whoever_had_left_is_taken_on_again_with_a_reason_and_a_locked_account(
    served_office: ServedOffice,
) -> None:
    """DM-40: the badge and login are his own again; the password of before opens nothing by itself."""
    office, visitor = served_office.office, served_office.visitor(ADMINISTRATOR)
    address = add(visitor, "hui.laiyuan", "惠来源", roles=["window_staff"])
    password = create_account(CreateAccount("hui.laiyuan"), office.unit_of_work(), SYSTEM)
    assert visitor.get(f"{address}/return").status_code == 409, "who works here need not be taken on"
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "hui.laiyuan").active = False
    assert f'href="{address}/return"' in visitor.get(address).text
    asked = visitor.get(f"{address}/return").text
    assert "窗口人员" in asked and "原有账号保持停用" in asked
    unsaid = visitor.post(f"{address}/return", {"reason": " "})
    assert unsaid.status_code == 422 and 'aria-invalid="true"' in unsaid.text
    assert served_office.visitor("wen.rusheng").get(f"{address}/return").status_code == 403
    done = visitor.post(f"{address}/return", {"reason": "借调期满回中心"})
    assert done.status_code == 303
    page = visitor.get(done.headers["location"]).text
    assert "已重新任用" in page and "借调期满回中心" in page and "已停用" in page
    assert visitor.post(f"{address}/return", {"reason": "再来一次"}).status_code == 409
    assert sign_in(served_office, "hui.laiyuan", password)[0] == 403
    assert visitor.post(f"{address}/release").status_code == 303
    assert sign_in(served_office, "hui.laiyuan", password)[0] == 303
