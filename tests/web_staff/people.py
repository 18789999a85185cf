"""Members of the demo staff as visitors, signed in by the session service itself."""

from __future__ import annotations

from flask import Flask

from models.office.account import Account
from models.office.staff import Staff
from services.accounts.sessions import open_session
from services.actor import SYSTEM
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.web.pages import Visitor

BY_ROLE = {
    "intake": "wen.rusheng",
    "investigator": "tan.genyuan",
    "approver": "cai.youdu",
    "director": "zong.lanyun",
    "supervisor": "jian.rujing",
    "unit_rep": "zong.heke",
    "return_visit": "hui.fangyi",
    "administrator": "guan.xitong",
    "window_staff": "ying.xiaoyu",
    "overseer": "du.cha",
    "auditor": "shen.jizheng",
}
OVERSEER = BY_ROLE["overseer"]


def signed_in(app: Flask, office: FullOffice, login: str) -> Visitor:
    """A browser with a running session and the CSRF token of it."""
    visitor = Visitor(app, address="198.51.100.4")
    visitor.client.set_cookie("jb_session", session_of(office, login))
    visitor.get("/")
    return visitor


def add_overseer(login: str, unit: Unit) -> None:
    """Bodies outside are in no organisation of a demo; nothing for anybody else."""
    if login == OVERSEER and unit.session.get(Staff, login) is None:
        unit.session.add(Staff(login=login, name="督察远", unit="YH-DC", roles=["overseer"], active=True))
        unit.session.flush()


def session_of(office: FullOffice, login: str) -> str:
    """The token of a new session of this member of staff."""
    with office.unit_of_work() as unit:
        add_overseer(login, unit)
        if unit.session.get(Account, login) is None:
            unit.session.add(
                Account(
                    staff_id=login,
                    password_hash="set by no test",
                    must_change=False,
                    changed_at=office.clock.now(),
                )
            )
            unit.session.flush()
        return open_session(login, unit, SYSTEM)
