"""Strangers who try passwords and codes over the real server: whom they hold up, and what the page says."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.vault.keyring import Keyring
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from services.attempts.rate_limit import Counted, count
from services.attempts.rules import FILINGS_PER_ADDRESS, PROGRESS_PER_ADDRESS
from services.attempts.source import source_name
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web.pages import FIELDS, text_of

WRONG_CODE = "00000-0000-0000"


@pytest.fixture(autouse=True)
def _nobody_keeps_a_first_password(request: pytest.FixtureRequest) -> Iterator[None]:
    """The office serves other tests as well, whose people would be led to the change of it."""
    yield
    if "served_office" in request.fixturenames:
        office = request.getfixturevalue("served_office").office
        with office.unit_of_work() as unit:
            unit.session.execute(update(Account).values(must_change=False))


def attempt(visitor: SocketVisitor, login: str, password: str = "") -> httpx.Response:
    visitor.get("/sign-in")
    return visitor.post("/sign-in", {"login": login, "password": password})


def from_same_place(served: ServedOffice, other: SocketVisitor) -> SocketVisitor:
    """Another browser behind the same address."""
    client = served.visitor().client
    client._transport = other.client._transport  # the address is bound there
    return SocketVisitor(client)


def test_strangers_learn_nothing_of_logins_and_keep_nobody_out(served_office: ServedOffice) -> None:
    """SE-8: the sixth wrong password is answered alike for a login that exists and one that does not.

    The owner signs in elsewhere, and where he was signed in before; the page says how long to wait and who can help.
    """
    who = "tan.genyuan"
    password = create_account(CreateAccount(who), served_office.office.unit_of_work(), SYSTEM)
    known, elsewhere = served_office.visitor(), served_office.visitor()
    assert attempt(known, who, password).status_code == 303
    stranger = from_same_place(served_office, known)
    told = {}
    for login in (who, "nobody.here"):
        answers = [attempt(stranger, login) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429]
        assert 50 <= int(answers[-1].headers["Retry-After"]) <= 60
        told[login] = text_of(answers[-1]).replace(login, "")
    assert told[who] == told["nobody.here"]
    assert "请在1分钟后再试" in told[who] and "联系管理员" in told[who]
    assert attempt(stranger, who, password).status_code == 429
    english = stranger.get("/sign-in?lang=en") and attempt(stranger, who)
    assert "Try again in 1 minutes" in text_of(english) and "administrator" in text_of(english)
    assert attempt(elsewhere, who, password).status_code == 303, "locked from another address"
    known.client.cookies.delete("jb_session")
    assert attempt(known, who, password).status_code == 303, "locked where he was signed in before"


def test_an_administrator_sees_the_wait_and_ends_it(served_office: ServedOffice) -> None:
    """SE-8: on the page of the person."""
    who, administrator = "ji.luqing", served_office.visitor("guan.xitong")
    password = create_account(CreateAccount(who), served_office.office.unit_of_work(), SYSTEM)
    person = served_office.visitor()
    for _ in range(5):
        attempt(person, who)
    page = text_of(administrator.get(f"/accounts/{who}"))
    assert "输错密码，部分来源须等候" in page and "恢复登录" in page
    assert "输错密码" in text_of(administrator.get(f"/accounts?q={who}"))
    assert administrator.post(f"/accounts/{who}/release").status_code == 303
    assert attempt(person, who, password).status_code == 303


def test_wrong_codes_keep_the_owner_out_nowhere(served_office: ServedOffice) -> None:
    """SE-10: ten wrong codes for a number; the right one opens elsewhere and from the same address."""
    filed = served_office.office.file(address="203.0.113.61")
    stranger, owner = served_office.visitor(), served_office.visitor()
    codes = [progress(stranger, filed.number, WRONG_CODE) for _ in range(11)]
    assert [page.status_code for page in codes] == [404] * 10 + [429]
    assert "请在1分钟后再试" in text_of(codes[-1]) and codes[-1].headers["Retry-After"]
    assert progress(owner, filed.number, filed.query_code).status_code == 200
    assert progress(stranger, filed.number, filed.query_code).status_code == 200


def test_three_wrong_telephones_of_a_stranger_close_the_way_to_the_code_for_nobody_else(
    served_office: ServedOffice,
) -> None:
    """SE-10: the code is shown to its owner elsewhere."""
    filed = served_office.office.file(address="203.0.113.62")
    stranger, owner = served_office.visitor(), served_office.visitor()
    wrong = [recover(stranger, filed.number, f"1990000099{n}") for n in range(4)]
    assert [page.status_code for page in wrong] == [404] * 3 + [429]
    assert filed.query_code in recover(owner, filed.number, "19900000201").text


def test_strangers_everywhere_do_not_close_the_way_to_the_code_where_it_was_right_before(
    served_office: ServedOffice,
) -> None:
    """SE-10: twenty-five of them from addresses of their own; a browser that is new to the case waits with them."""
    filed = served_office.office.file(address="203.0.113.63")
    owner, anonymous = served_office.visitor(), served_office.visitor()
    assert progress(owner, filed.number, filed.query_code).status_code == 200
    kept = owner.client.cookies["jb_case"]
    assert filed.number not in kept and filed.query_code not in kept
    strangers = [served_office.visitor() for _ in range(25)]
    wrong = [recover(one, filed.number, "19900000999").status_code for one in strangers]
    assert wrong == [404] * 20 + [429] * 5
    assert recover(anonymous, filed.number, "19900000201").status_code == 429
    assert filed.query_code in recover(owner, filed.number, "19900000201").text
    nobodys = served_office.office.file(name="", phone="", is_anonymous=True, address="203.0.113.64")
    assert progress(anonymous, nobodys.number, nobodys.query_code).status_code == 200
    assert "jb_case" not in anonymous.client.cookies, "no telephone, no code again, no mark"


def test_the_change_of_a_password_has_a_limit_of_tries(served_office: ServedOffice) -> None:
    """SE-19: five wrong ones, then a wait, also for the right one."""
    who, office = "wen.rusheng", served_office.office
    password = create_account(CreateAccount(who), office.unit_of_work(), SYSTEM)
    clerk = served_office.visitor()
    assert attempt(clerk, who, password).status_code == 303
    clerk.get("/password")
    new = {"new": "Kestrel-Harbour-77", "again": "Kestrel-Harbour-77"}
    answers = [clerk.post("/password", {"old": f"guess {n}", **new}) for n in range(5)]
    assert {answer.status_code for answer in answers} == {422}
    refused = clerk.post("/password", {"old": password, **new})
    assert refused.status_code == 429 and "请在1分钟后再试" in text_of(refused)
    assert 'aria-invalid="true"' in refused.text


def test_the_browser_forgets_pages_at_the_sign_out_and_keeps_the_mark(served_office: ServedOffice) -> None:
    """SE-20: Clear-Site-Data; the mark of a known browser is there for the next sign-in."""
    who = "hui.fangyi"
    password = create_account(CreateAccount(who), served_office.office.unit_of_work(), SYSTEM)
    clerk = served_office.visitor()
    attempt(clerk, who, password)
    clerk.get("/password")
    left = clerk.post("/sign-out")
    assert left.status_code == 303 and left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "jb_session" not in clerk.client.cookies and clerk.client.cookies["jb_known"]
    assert "Clear-Site-Data" not in clerk.get("/sign-in").headers


def test_a_person_sees_where_he_is_signed_in_and_ends_it(served_office: ServedOffice) -> None:
    """SE-34: one, or all others at once; nobody ends somebody else's, and it is on the trail."""
    who, office = "cai.youdu", served_office.office
    password = create_account(CreateAccount(who), office.unit_of_work(), SYSTEM)
    with office.unit_of_work() as unit:
        unit.session.get_one(Account, who).must_change = False
    firefox = {
        "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    }
    here, there, third = (served_office.visitor() for _ in range(3))
    there.client.headers.update(firefox)
    for visitor in (here, there, third):
        assert attempt(visitor, who, password).status_code == 303
    shown = here.get("/sessions").text
    assert "Firefox, Windows" in shown and shown.count("127.7.") >= 3 and "当前" in shown
    (mine,) = re.findall(r"/sessions/([0-9a-f]+)/end", text_between(shown, "Firefox, Windows", "</tr>"))
    other = served_office.visitor("zong.lanyun")
    assert other.post(f"/sessions/{mine}/end").status_code == 404
    done = here.post(f"/sessions/{mine}/end")
    assert "该会话已结束" in here.get(done.headers["location"]).text
    assert there.get("/tasks").status_code == 303 and third.get("/tasks").status_code == 200
    here.get("/sessions")
    assert here.post("/sessions/end-others").status_code == 303
    assert third.get("/tasks").status_code == 303 and here.get("/tasks").status_code == 200
    ended = [row.payload["count"] for row in office.rows(TrailEvent, kind="account.sessions_ended")]
    assert len(ended) == 2 and ended[0] == 1


def text_between(text: str, begins: str, ends: str) -> str:
    return text.partition(begins)[2].partition(ends)[0]


def progress(visitor: SocketVisitor, number: str, code: str) -> httpx.Response:
    visitor.get("/progress")
    return visitor.post("/progress", {"number": number, "query_code": code})


def recover(visitor: SocketVisitor, number: str, phone: str) -> httpx.Response:
    visitor.get("/progress/recover")
    return visitor.post("/progress/recover", {"number": number, "phone": phone})


@pytest.fixture(scope="module")
def proxied(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    settings = {"JIEBAN_TRUSTED_PROXIES": "1", "JIEBAN_SHARED_SOURCES": "2001:db8:77::/48=2"}
    folder = tmp_path_factory.mktemp("proxied")
    with serve_office(folder, sqlite_office_template, settings=settings) as served:
        yield served


def sender(served: ServedOffice) -> Callable[[str, dict[str, str], str], int]:
    """Sends fields to a path as the proxy passes them on from an address; the status of the answer."""
    client = served.visitor().client
    page = client.get("/progress", headers={"X-Forwarded-For": "203.0.113.1"})
    # Cookies for https alone, which the proxy before the office speaks.
    cookie = "; ".join(part.partition(";")[0] for part in page.headers.get_list("Set-Cookie"))
    token = page.text.partition('name="csrf-token" content="')[2].partition('"')[0]

    def send(path: str, fields: dict[str, str], address: str) -> int:
        headers = {"Cookie": cookie, "X-Forwarded-For": f"198.51.100.9, {address}"}
        return client.post(path, data={"csrf_token": token, **fields}, headers=headers).status_code

    return send


def guesses(served: ServedOffice, addresses: Iterator[str]) -> int:
    """How many wrong codes are looked at, each from the next address, before one is refused."""
    send = sender(served)
    for number, address in enumerate(addresses):
        status = send("/progress", {"number": f"YH-2026-9{number:05}", "query_code": WRONG_CODE}, address)
        if status == 429:
            return number
        assert status == 404
    raise AssertionError("no limit")


def test_a_64_of_ipv6_is_one_source_and_a_shared_network_has_more(proxied: ServedOffice) -> None:
    """SE-9, SE-10: new addresses of one /64 do not help, nor does what a client says of its own address."""
    limit = PROGRESS_PER_ADDRESS.limit
    assert guesses(proxied, (f"2001:db8:1:2::{n:x}" for n in range(1, 200))) == limit
    assert guesses(proxied, (f"2001:db8:77:1::{n:x}" for n in range(1, 200))) == 2 * limit


def test_filings_of_a_shared_network_have_its_limit_and_new_addresses_of_one_64_no_further(
    proxied: ServedOffice,
) -> None:
    """SE-9: as if all but the last of its filings had come within the hour, from anywhere in it."""
    first, second = "2001:db8:77:9::1", "2001:db8:77:9::2"
    earlier = Counted(FILINGS_PER_ADDRESS, source_name(first), 2)
    for _ in range(2 * FILINGS_PER_ADDRESS.limit - 1):
        count(earlier, proxied.office.unit_of_work())
    send = sender(proxied)
    sent = [FIELDS | {"submission_id": secrets.token_hex(16)} for _ in range(2)]
    answers = [
        send("/complaints/new", fields, address)
        for fields, address in zip(sent, (first, second), strict=True)
    ]
    assert answers == [200, 429]
