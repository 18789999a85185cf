"""The people of the centre on the pages of administrators: found, looked at, and their accounts seen to, over a socket."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from models.office.account import Account
from models.office.login_session import LoginSession
from models.office.staff import Staff
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from tests.served_office import ServedOffice, SocketVisitor
from tests.web_staff.people import session_of

ADMINISTRATOR = "guan.xitong"
_MAIN = re.compile(r"<main.*</main>", re.S)
_FORM = re.compile(r"<form[^>]*>.*?</form>", re.S)


@pytest.fixture(autouse=True)
def _nobody_has_a_password_to_change(served_office: ServedOffice) -> Iterator[None]:
    """Other tests of the process sign these people in and go to work."""
    yield
    with served_office.office.unit_of_work() as unit:
        unit.session.execute(update(Account).values(must_change=False))


def main_of(visitor: SocketVisitor, path: str) -> str:
    page = visitor.get(path)
    assert page.status_code == 200, path
    found = _MAIN.search(page.text)
    assert found
    return found[0]


def password_of(page: str) -> str:
    found = re.search(r'class="receipt-code">([^<]+)<', page)
    assert found
    return found[1]


def seen_of(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1]


def sign_in(served: ServedOffice, login: str, password: str) -> tuple[int, str]:
    visitor = served.visitor()
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"login": login, "password": password})
    return answer.status_code, answer.text


def accounts_of(served: ServedOffice) -> dict[str, tuple[object, ...]]:
    rows = served.office.rows(Account)
    return {row.staff_id: (row.password_hash, row.changed_at, row.stopped_at) for row in rows}


def test_nothing_on_the_list_of_people_locks_anybody_out(served_office: ServedOffice) -> None:
    """UX-10: every button there only searches, and every address it leads to can be opened without harm."""
    session_of(served_office.office, "wen.rusheng")
    administrator = served_office.visitor(ADMINISTRATOR)
    before, sessions = accounts_of(served_office), len(served_office.office.rows(LoginSession))
    page = main_of(administrator, "/accounts?which=everybody")
    forms = _FORM.findall(page)
    assert len(forms) == 1 and 'method="get"' in forms[0], "a form that does something stands on the list"
    assert "<button" not in page.replace(forms[0], ""), "a button outside the search"
    links = set(re.findall(r'href="(/accounts/[^"?]+)"', page))
    assert len(links) >= 50, "one page a person"
    for link in sorted(links)[:3]:
        inner = main_of(administrator, link)
        for further in re.findall(r'href="(/accounts/[^"#]+)"', inner):
            main_of(administrator, further)
    assert accounts_of(served_office) == before
    assert len(served_office.office.rows(LoginSession)) == sessions


def test_people_are_found_by_name_unit_role_and_state(served_office: ServedOffice) -> None:
    """UX-10 asks for search and filters; who is no administrator finds nobody."""
    administrator = served_office.visitor(ADMINISTRATOR)
    found = main_of(administrator, "/accounts?q=任社宝")
    assert "任社宝" in found and "首席代表" in found and "共 1 " in found.replace("共1", "共 1 ")
    page = main_of(administrator, "/accounts?role=administrator")
    assert "管系统" in page and "任社宝" not in page
    unit = served_office.office.rows(Staff, login="ren.shebao")[0].unit
    page = main_of(administrator, f"/accounts?unit={unit}")
    assert "任社宝" in page and "管系统" not in page
    assert "没有符合条件的人员" in main_of(administrator, "/accounts?q=任社宝&which=left")
    assert "没有符合条件的人员" in main_of(administrator, "/accounts?q=查无此人")
    assert served_office.visitor("wen.rusheng").get("/accounts").status_code == 403
    assert administrator.get("/accounts/nobody.here").status_code == 404


def test_a_reset_is_asked_for_first_shows_the_password_once_and_happens_once(
    served_office: ServedOffice,
) -> None:
    """UX-10: the page before says what it does and that it cannot be undone."""
    who = "ji.luqing"
    clerk, administrator = served_office.visitor(who), served_office.visitor(ADMINISTRATOR)
    assert clerk.get("/tasks").status_code == 200
    asked = main_of(administrator, f"/accounts/{who}/reset")
    for sentence in ("现用密码立即失效", "退出登录", "只在下一页显示一次", "此操作无法撤销"):
        assert sentence in asked
    assert clerk.get("/tasks").status_code == 200, "asking does nothing"
    assert administrator.post(f"/accounts/{who}/reset").status_code == 409, "nobody was asked"
    shown = administrator.post(f"/accounts/{who}/reset", {"seen": seen_of(asked)})
    password = password_of(shown.text)
    assert clerk.get("/tasks").status_code == 303, "signed out"
    again = administrator.post(f"/accounts/{who}/reset", {"seen": seen_of(asked)})
    assert again.status_code == 409 and "没有改动任何内容" in again.text
    person = main_of(administrator, f"/accounts/{who}")
    assert password not in person and "已重置密码" in person and "管系统" in person
    assert sign_in(served_office, who, password)[0] == 303


def test_a_locked_account_is_told_of_to_its_owner_alone_and_released_with_its_old_password(
    served_office: ServedOffice,
) -> None:
    """DM-40: locking needs a reason, ends the sessions, keeps the password and can be taken back; it is on record."""
    who = "tan.genyuan"
    office, administrator = served_office.office, served_office.visitor(ADMINISTRATOR)
    password = create_account(CreateAccount(who), office.unit_of_work(), SYSTEM)
    clerk = served_office.visitor(who)
    assert "名下任务不变" in main_of(administrator, f"/accounts/{who}/lock")
    unsaid = administrator.post(f"/accounts/{who}/lock", {"reason": " "})
    assert unsaid.status_code == 422 and 'aria-invalid="true"' in unsaid.text
    done = administrator.post(f"/accounts/{who}/lock", {"reason": "手机遗失，防止冒用"})
    assert done.status_code == 303
    page = main_of(administrator, done.headers["location"])
    assert "账号已停用" in page and "撤销" in page and "手机遗失，防止冒用" in page
    assert clerk.get("/tasks").status_code == 303
    status, text = sign_in(served_office, who, password)
    assert status == 403 and "账号已停用" in text
    assert "账号已停用" not in sign_in(served_office, who, "wrong password")[1]
    released = administrator.post(f"/accounts/{who}/release")
    assert released.status_code == 303
    assert administrator.post(f"/accounts/{who}/release").status_code == 409, "released already"
    assert sign_in(served_office, who, password)[0] == 303
    assert re.search(r"最近登录</dt><dd>20\d\d", main_of(administrator, f"/accounts/{who}"))
    own = administrator.post(f"/accounts/{ADMINISTRATOR}/lock", {"reason": "试一试"})
    assert own.status_code == 409 and "不能停用自己的账号" in own.text
    assert administrator.get("/accounts").status_code == 200


def test_an_account_is_opened_once_and_for_a_member_of_staff_only(served_office: ServedOffice) -> None:
    administrator = served_office.visitor(ADMINISTRATOR)
    who = "leng.rubing2"
    assert "未开通" in main_of(administrator, f"/accounts/{who}")
    password = password_of(administrator.post(f"/accounts/{who}").text)
    assert sign_in(served_office, who, password)[0] == 303
    assert administrator.post(f"/accounts/{who}").status_code == 409, "a second press changes no password"
    assert sign_in(served_office, who, password)[0] == 303
    assert administrator.post("/accounts/nobody.here").status_code == 404


def test_an_administrator_reads_no_case_on_the_pages_of_people(served_office: ServedOffice) -> None:
    filed = served_office.office.file()
    administrator = served_office.visitor(ADMINISTRATOR)
    assert filed.number not in main_of(administrator, "/accounts")
    assert administrator.get(f"/cases/{filed.complaint_id}").status_code == 403
