"""SE-31: a password alone does not open the work of who has a second factor, or whose role must have one."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.office.second_factor import RecoveryCode, SecondFactor
from models.office.staff import Staff
from models.vault.keyring import Keyring
from services.accounts.passwords import CreateAccount, create_account
from services.accounts.time_codes import STEP_SECONDS, code_of_step, draw_secret, find_step
from services.actor import SYSTEM
from tests.served_office import ServedOffice, SocketVisitor, serve_office

DIRECTOR, ADMINISTRATOR, CLERK, STAND_IN = "zong.lanyun", "guan.xitong", "wen.rusheng", "tan.genyuan"
NOW = datetime.fromisoformat("2026-09-07T10:00:00+08:00")


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    settings = {"JIEBAN_SECOND_FACTOR": "director"}
    with serve_office(tmp_path_factory.mktemp("factor"), sqlite_office_template, settings=settings) as served:
        yield served


def enter(served: ServedOffice, login: str, password: str) -> tuple[SocketVisitor, httpx.Response]:
    visitor = served.visitor()
    visitor.get("/sign-in")
    return visitor, visitor.post("/sign-in", {"login": login, "password": password, "next": "/channels"})


def account(served: ServedOffice, login: str) -> str:
    password = create_account(CreateAccount(login), served.office.unit_of_work(), SYSTEM)
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Account, login).must_change = False
    return password


def code_of(served: ServedOffice, login: str, steps: int = 0) -> str:
    """What the app shows, so many steps from now."""
    (row,) = served.office.rows(SecondFactor, staff_id=login)
    step = int(served.office.system_clock.now().timestamp()) // STEP_SECONDS + steps
    return code_of_step(row.secret, step)


def set_up(served: ServedOffice, visitor: SocketVisitor, login: str) -> list[str]:
    visitor.get("/second-factor/mine")
    visitor.post("/second-factor/mine/begin")
    page = visitor.get("/second-factor/mine").text
    (row,) = served.office.rows(SecondFactor, staff_id=login)
    assert row.secret in page and "Jieban" not in row.secret
    picture = visitor.get("/second-factor/mine/code.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml") and b"<svg" in picture.content
    wrong = visitor.post("/second-factor/mine/confirm", {"code": "abc"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.text
    # The code of the step before, so that the present one is still unused.
    shown = visitor.post("/second-factor/mine/confirm", {"code": code_of(served, login, -1)})
    codes = re.findall(r"<code>([0-9A-Z-]{15})</code>", shown.text)
    assert len(codes) == 10 and visitor.get("/second-factor/mine/code.svg").status_code == 404
    return codes


def failed(served: ServedOffice, login: str) -> set[str]:
    """Where a code of this person was wrong, by the chain of looks (SE-12)."""
    rows = served.office.rows(LookRecord, viewer=login, kind=LookKind.SIGN_IN_FAILED)
    return {row.thing for row in rows}


def test_a_role_that_must_have_one_sets_it_up_first_and_each_code_opens_once(served: ServedOffice) -> None:
    """SE-31: the password alone shows a visitor's pages; a code used is worth nothing, and so is a recovery code."""
    password = account(served, DIRECTOR)
    first, answer = enter(served, DIRECTOR, password)
    assert first.get("/board").headers["location"] == "/second-factor/mine"
    recovery = set_up(served, first, DIRECTOR)
    assert first.get("/board").status_code == 200
    assert first.post("/second-factor/mine/remove", {"code": recovery[9]}).status_code == 409, (
        "the role keeps it"
    )

    second, answer = enter(served, DIRECTOR, password)
    assert answer.headers["location"] == "/second-factor?next=/channels"
    assert second.get("/board").headers["location"] == "/second-factor"
    asked = second.get("/second-factor").text
    assert "总揽云" not in asked and 'href="/board"' not in asked and 'autocomplete="one-time-code"' in asked
    assert second.get("/api/v1/tasks").status_code == 401
    code = code_of(served, DIRECTOR)
    assert (
        second.post("/second-factor", {"code": code, "next": "/channels"}).headers["location"] == "/channels"
    )
    assert second.get("/board").status_code == 200

    third, _ = enter(served, DIRECTOR, password)
    third.get("/second-factor")
    assert third.post("/second-factor", {"code": code}).status_code == 422, "read over a shoulder"
    assert third.post("/second-factor", {"code": recovery[0].lower()}).status_code == 303
    assert third.get("/board").status_code == 200
    assert len(served.office.rows(RecoveryCode, staff_id=DIRECTOR)) == 9
    fourth, _ = enter(served, DIRECTOR, password)
    fourth.get("/second-factor")
    tries = [fourth.post("/second-factor", {"code": recovery[0]}).status_code for _ in range(6)]
    assert (tries[0], tries[-1]) == (422, 429), "wrong ones wait"
    assert failed(served, DIRECTOR) == {"second_factor.answer"}
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Account, DIRECTOR).must_change = True
    fifth, _ = enter(served, DIRECTOR, password)
    assert fifth.get("/board").headers["location"] == "/second-factor", (
        "before the password that must be changed"
    )
    assert fifth.get("/second-factor").status_code == 200
    (used,) = served.office.rows(TrailEvent, kind="account.recovery_code_used")
    assert used.payload["staff_id"] == DIRECTOR


def test_who_may_do_without_takes_it_away_and_an_administrator_that_of_who_lost_it(
    served: ServedOffice,
) -> None:
    """SE-31: the secret is sealed; the next sign-in asks for the password alone."""
    password = account(served, CLERK)
    clerk, _ = enter(served, CLERK, password)
    assert clerk.get("/tasks").status_code == 200, "no role of his must have one"
    recovery = set_up(served, clerk, CLERK)
    (row,) = served.office.rows(SecondFactor, staff_id=CLERK)
    assert row.secret.encode() not in (served.office.folder / "jieban.sqlite3").read_bytes()
    assert failed(served, CLERK) == set(), "a slip while it is set up is nobody's guess"
    assert clerk.post("/second-factor/mine/remove", {"code": "000000x"}).status_code == 422
    assert failed(served, CLERK) == {"second_factor.remove"}
    assert clerk.post("/second-factor/mine/remove", {"code": recovery[0]}).status_code == 303
    assert served.office.rows(SecondFactor, staff_id=CLERK) == []
    set_up(served, clerk, CLERK)
    assert enter(served, CLERK, password)[1].headers["location"].startswith("/second-factor")
    administrator = served.visitor(ADMINISTRATOR)
    page = administrator.get(f"/accounts/{CLERK}").text
    assert "取消登录第二步" in page
    assert administrator.post(f"/accounts/{CLERK}/second-factor/remove").status_code == 303
    assert served.office.rows(RecoveryCode, staff_id=CLERK) == []
    assert enter(served, CLERK, password)[1].headers["location"] == "/channels"


@contextmanager
def standing_in(served: ServedOffice) -> Iterator[None]:
    """The clerk does the work of the director, who is on leave."""
    for login in (STAND_IN, None):
        with served.office.unit_of_work() as unit:
            unit.session.get_one(Staff, DIRECTOR).stand_in_id = login
        if login:
            yield


def test_who_stands_in_for_a_role_that_must_have_one_is_asked_as_it_is(served: ServedOffice) -> None:
    """SE-31: by password alone nobody does the work of such a role, also where it came while the session ran."""
    password = account(served, STAND_IN)
    running, _ = enter(served, STAND_IN, password)
    assert running.get("/board").status_code == 403 and running.get("/tasks").status_code == 200
    with standing_in(served):
        assert running.get("/board").headers["location"] == "/second-factor/mine"
        fresh, _ = enter(served, STAND_IN, password)
        assert fresh.get("/tasks").headers["location"] == "/second-factor/mine", (
            "nor his tasks, which he has too"
        )
        recovery = set_up(served, running, STAND_IN)
        assert running.get("/board").status_code == 200
        assert running.post("/second-factor/mine/remove", {"code": recovery[0]}).status_code == 409
        assert fresh.get("/board").headers["location"] == "/second-factor", "he has one now, not given there"
        fresh.get("/second-factor")
        assert fresh.post("/second-factor", {"code": recovery[1]}).status_code == 303
        assert fresh.get("/board").status_code == 200
    assert running.get("/board").status_code == 403
    assert running.post("/second-factor/mine/remove", {"code": recovery[0]}).status_code == 303
    with standing_in(served):
        assert fresh.get("/board").headers["location"] == "/second-factor/mine", (
            "what is taken away proves nothing"
        )


@pytest.mark.parametrize(("off", "found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_right_one_step_either_way(off: int, found: bool) -> None:
    """RFC 6238, and its test value for the time 59."""
    secret = draw_secret()
    code = code_of_step(secret, int(NOW.timestamp()) // STEP_SECONDS + off)
    assert (find_step(secret, f"{code[:3]} {code[3:]}", NOW) is not None) is found
    rfc = base64.b32encode(b"12345678901234567890").decode()
    assert find_step(rfc, "287082", datetime.fromtimestamp(59, NOW.tzinfo)) == 1
