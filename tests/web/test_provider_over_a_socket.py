"""A4, SE-32: an identity provider of the office's own signs staff in over the real server, and one that signs wrongly nobody."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.office.login_session import LoginSession
from models.office.provider_identity import ProviderAttempt, ProviderIdentity
from models.office.second_factor import SecondFactor
from models.office.staff_change import StaffChange
from models.vault.keyring import Keyring
from services.accounts.passwords import CreateAccount, create_account
from services.accounts.time_codes import draw_secret
from services.actor import SYSTEM
from services.looks.find_viewer import NOBODY, name_typed
from tests.certificates import make_authority, write_secret
from tests.local_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    NAME,
    SUBJECT,
    LocalProvider,
    Spoil,
    saying,
    serve_provider,
    under_the_id,
    unsigned,
    with_another_key,
    with_the_public_key_as_a_secret,
)
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web.pages import text_of

CLERK, DIRECTOR, ADMINISTRATOR = "wen.rusheng", "zong.lanyun", "guan.xitong"
REFUSED = "统一身份认证的答复未通过核验"
NEVER = 4_000_000_000
# The office as others know it, whatever a browser names as its host.
PAGES = "https://tousu.example.gov.cn"
TOLD = "您的账号由他人关联了统一身份认证"


@dataclass
class Both:
    """The office, its provider, and a browser's way between them."""

    served: ServedOffice
    provider: LocalProvider
    authority: Path | None
    pages: str = ""
    password: str = ""

    def go(self, visitor: SocketVisitor, start: str = "/sign-in/provider", **fields: str) -> str:
        """To the provider; the path of the office that it sends the browser back to."""
        visitor.get("/sign-in")
        page = visitor.post(start, fields)
        assert page.status_code == 200, page.text
        address = unescape(re.search(r'<a class="button" href="([^"]+)"', page.text)[1])
        assert page.headers["Refresh"] == f"0; url={address}"
        verify = ssl.create_default_context(cafile=self.authority)
        location = httpx.get(address, verify=verify, trust_env=False).headers["Location"]
        back = self.pages or self.served.address
        assert location.startswith(back + "/sign-in/provider/back?")
        return location.removeprefix(back)

    def enter(self, **fields: str) -> tuple[SocketVisitor, httpx.Response]:
        """A new browser that went there and came back."""
        visitor = self.served.visitor()
        return visitor, visitor.get(self.go(visitor, **fields))

    def account(self, login: str) -> str:
        """A password of his own."""
        password = create_account(CreateAccount(login), self.served.office.unit_of_work(), SYSTEM)
        with self.served.office.unit_of_work() as unit:
            unit.session.get_one(Account, login).must_change = False
        return password

    def by_password(self, login: str) -> SocketVisitor:
        """Signed in with a new password of his own, which `password` is from then on."""
        self.password, visitor = self.account(login), self.served.visitor()
        visitor.get("/sign-in")
        assert visitor.post("/sign-in", {"login": login, "password": self.password}).status_code == 303
        return visitor

    def link(self, login: str, subject: str) -> None:
        """As an administrator does; an earlier one is replaced."""
        administrator = self.served.visitor(ADMINISTRATOR)
        with self.served.office.unit_of_work() as unit:
            # Where all must have a second factor, the administrator gave his.
            mine = update(LoginSession).where(LoginSession.staff_id == ADMINISTRATOR)
            unit.session.execute(mine.values(is_proved=True))
        answer = administrator.post(f"/accounts/{login}/provider", {"subject": subject})
        assert answer.status_code == 303, answer.text
        self.provider.subject = subject

    def reasons(self) -> list[str]:
        """Why nobody was signed in, as the trail has it."""
        return [
            row.payload["reason"]
            for row in self.served.office.rows(TrailEvent, kind="account.provider_refused")
        ]

    def failed(self, viewer: str = NOBODY) -> set[str]:
        """What stands on record as a sign-in that failed: by which login, or from where."""
        rows = self.served.office.rows(LookRecord, viewer=viewer, kind=LookKind.SIGN_IN_FAILED)
        return {row.thing for row in rows}


def settings_of(provider: LocalProvider, folder: Path) -> dict[str, str]:
    return {
        "JIEBAN_OIDC_ISSUER": provider.issuer,
        "JIEBAN_OIDC_CLIENT_ID": CLIENT_ID,
        "JIEBAN_OIDC_CLIENT_SECRET_FILE": str(write_secret(folder / "client", CLIENT_SECRET)),
    }


@pytest.fixture(scope="module")
def secure(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[Both]:
    """A provider by TLS, under an authority of the office's own."""
    folder = tmp_path_factory.mktemp("provider")
    authority = make_authority(folder / "tls")
    with serve_provider(authority.certificate) as provider:
        settings = settings_of(provider, folder) | {"JIEBAN_OIDC_CA_CERTIFICATE": str(authority.authority)}
        settings |= {"JIEBAN_PAGES_URL": PAGES + "/"}
        with serve_office(folder, sqlite_office_template, settings=settings) as served:
            yield Both(served, provider, authority.authority, PAGES)


@pytest.fixture(scope="module")
def strict(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[Both]:
    """The provider alone signs people in, with a second step of its own."""
    folder = tmp_path_factory.mktemp("strict")
    with serve_provider() as provider:
        asked = {"JIEBAN_OIDC_ONLY": "true", "JIEBAN_OIDC_ACR": "gold,otp", "JIEBAN_SECOND_FACTOR": "all"}
        settings = settings_of(provider, folder) | asked
        with serve_office(folder, sqlite_office_template, settings=settings) as served:
            yield Both(served, provider, None)


@pytest.fixture
def both(secure: Both) -> Iterator[Both]:
    yield secure
    secure.provider.spoil = None
    secure.provider.claims.clear()
    secure.provider.document.clear()


def test_a_person_links_his_account_once_with_his_password_and_comes_in_from_there(both: Both) -> None:
    """A4, SE-32: nobody is signed in before; the session is one like any other, and its end is offered at the provider too."""
    office = both.served.office
    both.provider.subject = SUBJECT
    stranger, answer = both.enter()
    assert answer.status_code == 403 and "此身份尚未关联账号" in text_of(answer)
    assert "用密码登录" in text_of(answer) and "jb_session" not in stranger.client.cookies
    password = both.account(CLERK)
    clerk = both.served.visitor()
    clerk.get("/sign-in")
    clerk.post("/sign-in", {"login": CLERK, "password": password})
    assert "统一身份认证登录" in clerk.get("/sessions").text
    clerk.get("/identity")
    wrong = clerk.post("/identity/begin", {"password": "猜一猜"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.text
    done = clerk.get(both.go(clerk, "/identity/begin", password=password))
    assert done.headers["location"] == "/identity?done=linked"
    assert NAME in text_of(clerk.get("/identity?done=linked"))
    (linked,) = office.rows(ProviderIdentity, staff_id=CLERK)
    assert (linked.subject, linked.shown_name, linked.linked_by) == (SUBJECT, NAME, CLERK)

    here, answer = both.enter(next="/channels")
    assert (answer.status_code, answer.headers["location"]) == (303, "/channels")
    assert here.get("/tasks").status_code == 200
    (session,) = office.rows(LoginSession, staff_id=CLERK, by_provider=True)
    assert 35_000 < (session.expires_at - session.created_at).total_seconds() <= 36_000
    assert here.get("/sessions").text.count("127.7.") >= 2
    left = here.post("/sign-out")
    assert left.status_code == 200 and left.headers["Clear-Site-Data"]
    assert left.headers["Refresh"].startswith(f"0; url={both.provider.issuer}/end?client_id={CLIENT_ID}&")
    assert office.rows(LoginSession, staff_id=CLERK, by_provider=True) == []
    assert clerk.post("/sign-out").status_code == 303, "by password: nothing to end there"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (unsigned, "ALGORITHM"),
        (with_the_public_key_as_a_secret, "ALGORITHM"),
        (with_another_key, "SIGNATURE"),
        (under_the_id("unknown"), "KEY"),
        (under_the_id(None), "KEY"),
        (saying(iss="https://elsewhere.example"), "ISSUER"),
        (saying(aud="another-client"), "AUDIENCE"),
        (saying(aud=None), "AUDIENCE"),
        (saying(aud=[CLIENT_ID, "another-client"], azp=None), "PARTY"),
        (saying(azp="another-client"), "PARTY"),
        (saying(exp=1_700_000_000), "EXPIRED"),
        (saying(exp=None), "EXPIRED"),
        (saying(nbf=NEVER), "NOT_YET"),
        (saying(iat=NEVER), "NOT_YET"),
        (saying(nonce=None), "NONCE"),
        (saying(nonce="another"), "NONCE"),
        (saying(at_hash="c29tZXRoaW5nIGVsc2Uh"), "ACCESS_HASH"),
        (saying(sub=None), "SUBJECT"),
        (saying(sub="a\ud800"), "SUBJECT"),
        (saying(nonce="\ud800"), "NONCE"),
        (saying(exp=float("nan")), "EXPIRED"),
        (lambda *_: "no token", "SHAPE"),
    ],
)
def test_a_token_that_is_not_right_signs_nobody_in(both: Both, spoil: Spoil, reason: str) -> None:
    """A4, SE-32: the page says what to do, the trail why; the same person comes in with a right one."""
    both.account(CLERK)
    both.link(CLERK, SUBJECT)
    before, failed = len(both.reasons()), both.failed()
    both.provider.spoil = spoil
    visitor, answer = both.enter()
    assert answer.status_code == 401 and REFUSED in text_of(answer) and "重新登录" in text_of(answer)
    assert 'action="/sign-in"' in answer.text and "jb_session" not in visitor.client.cookies
    assert both.reasons()[before:] == [reason]
    assert len(both.failed() - failed) == 1, "I2: a failed sign-in like any other"
    both.provider.spoil = None
    assert both.enter()[1].status_code == 303


def test_an_answer_counts_once_in_its_own_browser_and_for_ten_minutes(both: Both) -> None:
    """A4, SE-32: a state that is replayed, made up, somebody else's or old; a code that is; an answer in another's name."""
    both.account(CLERK)
    both.link(CLERK, SUBJECT)
    before, failed = len(both.reasons()), both.failed()
    visitor, thief = both.served.visitor(), both.served.visitor()
    back = both.go(visitor)
    thief.get("/sign-in")
    assert "这次登录已失效" in text_of(thief.get(back)), "in another browser"
    assert visitor.get(back).status_code == 303
    replayed = visitor.get(back)
    assert "统一身份认证登录" in text_of(replayed) and replayed.status_code == 401
    assert thief.get("/sign-in/provider/back?state=" + "x" * 5_000 + "&code=1").status_code == 401
    other = both.served.visitor()
    assert "没有让您登录" in text_of(other.get(re.sub("code=[^&]+", "error=access_denied", both.go(other))))
    assert REFUSED in text_of(other.get(re.sub("code=[^&]+", "code=1", both.go(other))))
    assert REFUSED in text_of(other.get(re.sub("iss=[^&]+", "iss=https://e.example", both.go(other))))
    late = both.go(other)
    with both.served.office.unit_of_work() as unit:
        unit.session.query(ProviderAttempt).update({"expires_at": unit.ports.system_clock.now()})
    assert "这次登录已失效" in text_of(other.get(late))
    assert both.reasons()[before:] == ["STATE", "SAID_NO", "CODE", "ISSUER", "STATE"], (
        "what nobody asked leaves nothing"
    )
    assert len(both.failed() - failed) == 1, "I2: from where the other one came, and nothing of the thief"
    assert "provider.back" in both.failed(CLERK), "whoever is signed in, by name"


def test_the_provider_changes_its_keys_while_people_sign_in(both: Both) -> None:
    """A4, SE-32: nobody waits for it."""
    both.account(CLERK)
    both.link(CLERK, SUBJECT)
    assert both.enter()[1].status_code == 303
    both.provider.rotate()
    assert both.enter()[1].status_code == 303


def test_an_administrator_links_sees_and_takes_away(both: Both) -> None:
    """A4, SE-32: one identity opens one account; what it opened is over with it, and the person reads who linked it."""
    office = both.served.office
    for login in (CLERK, DIRECTOR):
        both.account(login)
    both.link(CLERK, SUBJECT)
    administrator = both.served.visitor(ADMINISTRATOR)
    empty = administrator.post(f"/accounts/{DIRECTOR}/provider", {"subject": " "})
    assert empty.status_code == 422 and 'aria-invalid="true"' in empty.text
    taken = administrator.post(f"/accounts/{DIRECTOR}/provider", {"subject": SUBJECT})
    assert taken.status_code == 409 and "此身份已关联其他账号" in text_of(taken)
    here, _ = both.enter()
    assert "关联人：管系统" in text_of(here.get("/identity"))
    assert "已关联" in text_of(administrator.get(f"/accounts/{CLERK}"))
    assert administrator.post(f"/accounts/{CLERK}/provider/remove").status_code == 303
    assert here.get("/tasks").status_code == 303, "its session is over"
    assert both.enter()[1].status_code == 403
    assert "已取消统一身份认证关联" in text_of(administrator.get(f"/accounts/{CLERK}"))
    assert {row.new for row in office.rows(StaffChange, staff_id=CLERK)} >= {
        "provider_linked",
        "provider_unlinked",
    }
    assert here.post(f"/accounts/{CLERK}/provider", {"subject": SUBJECT}).status_code in (303, 403)
    assert office.rows(ProviderIdentity, staff_id=CLERK) == []


def test_who_is_linked_by_others_is_told_on_every_page_until_he_says_with_his_password_that_he_knows(
    both: Both,
) -> None:
    """A4: by whom and when, also after it was taken away; who came in by the linked identity cannot say it for him."""
    clerk, password = both.by_password(CLERK), both.password
    both.link(CLERK, "他人的身份")
    stranger, answer = both.enter()
    assert answer.status_code == 303
    for visitor in (clerk, stranger):
        for path in ("/tasks", "/channels"):
            page = text_of(visitor.get(path))
            assert TOLD in page and "管系统（系统管理员）于" in page, path
    refused = stranger.post("/identity/known", {"password": "猜一猜"})
    assert refused.status_code == 422 and refused.text.count('aria-invalid="true"') == 1
    assert clerk.post("/identity/remove").status_code == 303, "he takes it off himself"
    assert stranger.get("/tasks").status_code == 303, "and what it opened is over"
    assert "（后已取消）" in text_of(clerk.get("/identity"))
    assert clerk.post("/identity/known", {"password": password}).headers["location"] == "/identity?done=known"
    assert TOLD not in text_of(clerk.get("/identity?done=known")) + text_of(clerk.get("/tasks"))
    assert clerk.post("/identity/known", {"password": password}).status_code == 404
    kinds = [row.kind for row in both.served.office.rows(TrailEvent) if row.actor == CLERK]
    assert kinds[-1] == "account.provider_link_known"


def test_an_administrator_links_no_identity_that_was_ever_his_and_not_his_own_account(both: Both) -> None:
    """A4: his own account takes his password, as everybody's does."""
    administrator, password = both.by_password(ADMINISTRATOR), both.password
    both.account(CLERK)
    both.provider.subject = "管理员本人"
    administrator.get("/identity")
    refused = both.go(administrator, "/identity/begin", password=password)
    administrator.get(re.sub("code=[^&]+", "error=access_denied", refused))
    assert "provider.back" in both.failed(ADMINISTRATOR), "I2: at whose screen it was"
    administrator.get(both.go(administrator, "/identity/begin", password=password))
    assert TOLD not in text_of(administrator.get("/identity")), "his own he knows of"
    for removes in (False, True):
        if removes:
            assert administrator.post("/identity/remove").status_code == 303
        own = administrator.post(f"/accounts/{CLERK}/provider", {"subject": "管理员本人"})
        assert own.status_code == 409 and "此身份是您本人的身份" in text_of(own)
    there = administrator.post(f"/accounts/{ADMINISTRATOR}/provider", {"subject": "另一个"})
    assert there.status_code == 409 and "不能在此关联本人账号" in text_of(there)
    assert both.served.office.rows(ProviderIdentity, staff_id=ADMINISTRATOR) == []


def test_the_provider_is_told_the_address_of_the_office_and_not_what_a_browser_names(both: Both) -> None:
    """A4: a host that somebody else named is in no question to the provider."""
    visitor = both.served.visitor()
    visitor.get("/sign-in")
    asked = visitor.client.post(
        "/sign-in/provider", data={"csrf_token": visitor.token}, headers={"Host": "elsewhere.example"}
    )
    assert asked.status_code == 200, asked.text
    address = unescape(re.search(r'<a class="button" href="([^"]+)"', asked.text)[1])
    assert parse_qs(urlsplit(address).query)["redirect_uri"] == [f"{PAGES}/sign-in/provider/back"]


def test_a_stopped_account_stays_stopped_and_an_own_second_step_follows(both: Both) -> None:
    """A4, SE-31, SE-32: where the provider does not prove the second step, the office asks for it."""

    both.account(CLERK)
    both.link(CLERK, SUBJECT)
    with both.served.office.unit_of_work() as unit:
        now = unit.ports.system_clock.now()
        unit.session.add(SecondFactor(staff_id=CLERK, secret=draw_secret(), begun_at=now, confirmed_at=now))
    here, answer = both.enter(next="/channels")
    assert answer.headers["location"] == "/second-factor?next=/channels"
    assert here.get("/tasks").headers["location"] == "/second-factor"
    with both.served.office.unit_of_work() as unit:
        unit.session.delete(unit.session.get_one(SecondFactor, CLERK))
        unit.session.get_one(Account, CLERK).stopped_at = now
    assert name_typed(CLERK) not in both.failed(CLERK)
    assert both.enter()[1].status_code == 403
    assert name_typed(CLERK) in both.failed(CLERK), "I2: the identity said whose account it is"
    (refused,) = both.served.office.rows(TrailEvent, kind="account.provider_refused")[-1:]
    assert refused.payload == {"reason": "STOPPED", "staff_id": CLERK}
    with both.served.office.unit_of_work() as unit:
        unit.session.get_one(Account, CLERK).stopped_at = None


def test_passwords_are_for_administrators_where_the_office_wants_it(strict: Both) -> None:
    """A4, SE-32: who has no password is linked by an administrator and comes in with the provider's second step."""
    first = create_account(CreateAccount(CLERK), strict.served.office.unit_of_work(), SYSTEM)
    strict.link(CLERK, SUBJECT)
    visitor = strict.served.visitor()
    assert "管理员用密码登录" in text_of(visitor.get("/sign-in"))
    closed = visitor.post("/sign-in", {"login": CLERK, "password": first})
    assert closed.status_code == 403 and "密码登录只对管理员开放" in text_of(closed)
    (look,) = strict.served.office.rows(LookRecord, viewer=CLERK, kind=LookKind.SIGN_IN_FAILED)
    assert look.thing == name_typed(CLERK)
    _, answer = strict.enter()
    assert answer.status_code == 401 and "未完成第二步验证" in text_of(answer)
    assert strict.reasons() == ["STEP"]
    for told in ({"acr": "gold"}, {"acr": "silver", "amr": ["pwd", "otp"]}):
        strict.provider.claims = told
        here, answer = strict.enter()
        assert answer.status_code == 303 and here.get("/tasks").status_code == 200
    over = visitor.post("/sign-in", {"login": CLERK, "password": first})
    assert over.status_code == 401, (
        "the first password, which others read, ended with the first sign-in there"
    )
    assert here.post("/identity/known").status_code == 303, "no password of his own is asked of who has none"
    administrator = strict.by_password(ADMINISTRATOR)
    waiting = administrator.get("/sign-in/provider/back?state=x&code=1")
    assert waiting.status_code == 401 and 'action="/sign-in"' in waiting.text
    assert "关联我的账号" not in waiting.text, "a session before its second step shows nothing of its person"


def test_a_browser_goes_there_and_back(strict: Both, browser: Browser) -> None:
    """A4, SE-32: under the content policy, without a further press of the mouse."""
    strict.account(DIRECTOR)
    strict.link(DIRECTOR, "另一位-2")
    strict.provider.claims = {"acr": "gold"}
    with strict.served.page(browser, 1280) as page:
        page.goto("/sign-in")
        page.get_by_role("button", name="用统一身份认证登录").click()
        page.wait_for_url("**/board")
        assert "宗揽云" in page.content()


def test_while_the_provider_is_away_the_page_says_so(
    tmp_path: Path, sqlite_office_template: Path, keyring: Keyring
) -> None:
    """A4, SE-32: the password is offered."""
    with serve_provider() as provider:
        settings = settings_of(provider, tmp_path)
    with serve_office(tmp_path, sqlite_office_template, settings=settings) as served:
        visitor = served.visitor()
        visitor.get("/sign-in")
        answer = visitor.post("/sign-in/provider")
        assert answer.status_code == 503 and "统一身份认证暂时无法使用" in text_of(answer)
        assert answer.headers["Retry-After"] and 'name="password"' in answer.text
        assert "identity_provider_away" in served.log.read_text()
