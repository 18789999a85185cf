"""The office behind a real nginx with the shipped configuration, as an office of people is set up (SE-7, SE-44)."""

from __future__ import annotations

import re
import ssl
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.replay.page_reading import solve_challenge
from models.case.evidence import Evidence
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from tests.deploy.nginx import find_nginx, nginx_before
from tests.door.crowd import FIELDS, HALVES, crowd, place_of
from tests.served_office import ServedOffice, serve_office

CLERK = "wen.rusheng"
CROWD = 200
SOON_SECONDS = 5.0


@dataclass
class Behind:
    """The office and the address that people know."""

    served: ServedOffice
    address: str

    def visitor(self, local: str) -> httpx.Client:
        """A browser at this address of the loopback."""
        transport = httpx.HTTPTransport(local_address=local, verify=False)
        return httpx.Client(base_url=self.address, transport=transport, timeout=60)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path) -> Iterator[Behind]:
    find_nginx()
    folder = tmp_path_factory.mktemp("behind")
    folder.chmod(0o755)
    with (
        serve_office(folder, sqlite_office_template, settings={"JIEBAN_TRUSTED_PROXIES": "1"}) as served,
        nginx_before(tmp_path_factory.mktemp("nginx"), place_of(served.address)[1]) as address,
    ):
        yield Behind(served, address)


@pytest.mark.check(sister="tests/deploy/test_nginx.py")
def test_a_complaint_with_a_chinese_attachment_is_filed_and_read_by_a_clerk(behind: Behind) -> None:
    """SE-7, SE-44: TLS, secure cookies, names, the client's own address, HSTS once."""
    with behind.visitor("127.6.0.2") as citizen:
        form = citizen.get("/complaints/new")
        assert form.headers.get_list("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
        assert len(form.headers.get_list("Content-Security-Policy")) == 1
        cookies = form.headers.get_list("Set-Cookie")
        assert any(c.startswith("__Host-jb_visitor=") and "Secure" in c for c in cookies), cookies
        token, known = _hidden(form, "csrf_token"), uuid.uuid4().hex
        receipt = citizen.post(
            "/complaints/new",
            data={**FIELDS, "csrf_token": token, "submission_id": known},
            files={
                "attachments": (
                    "窗口告知记录（第1页）.txt",
                    "窗口说的话，逐字记在这里。".encode(),
                    "text/plain",
                )
            },
            headers={"X-Forwarded-For": "203.0.113.99", "Origin": behind.address},
        )
    assert receipt.status_code == 200, receipt.text
    assert "YH-" in receipt.text
    [evidence] = behind.served.office.rows(Evidence)
    assert evidence.name == "窗口告知记录（第1页）.txt"
    first = create_account(CreateAccount(CLERK), behind.served.office.unit_of_work(), SYSTEM)
    with behind.visitor("127.6.0.3") as clerk:
        token = _hidden(clerk.get("/sign-in"), "csrf_token")
        signed_in = clerk.post("/sign-in", data={"login": CLERK, "password": first, "csrf_token": token})
        assert signed_in.status_code == 303
        assert signed_in.headers["Location"] == "/password"
        session = [c for c in signed_in.headers.get_list("Set-Cookie") if c.startswith("__Host-jb_session=")]
        assert session
        assert "Secure" in session[0]
        assert "HttpOnly" in session[0]
        assert clerk.get("/password").status_code == 200, "the session is known"


@pytest.mark.check(sister="tests/deploy/test_nginx.py")
def test_the_address_is_the_clients_whatever_he_says(behind: Behind) -> None:
    """SE-7: limits by address count him, not the proxy and not the one that he names."""
    for number in range(11):
        with behind.visitor("127.6.1.7") as citizen:
            token = _hidden(citizen.get("/complaints/new"), "csrf_token")
            sent = {**FIELDS, "csrf_token": token, "submission_id": uuid.uuid4().hex}
            named = {"X-Forwarded-For": f"203.0.113.{number}"}
            last = citizen.post("/complaints/new", data=sent, headers=named)
            # From the fourth on the answer asks for the work of a browser, which sends it along the next time.
            if work := solve_challenge(last.text):
                last = citizen.post("/complaints/new", data={**sent, **work}, headers=named)
    assert last.status_code == 429
    with behind.visitor("127.6.1.8") as other:
        token = _hidden(other.get("/complaints/new"), "csrf_token")
        sent = {**FIELDS, "csrf_token": token, "submission_id": uuid.uuid4().hex}
        assert other.post("/complaints/new", data=sent).status_code == 200


@pytest.mark.check(sister="tests/deploy/test_nginx.py")
def test_half_requests_and_silence_hold_no_page(behind: Behind) -> None:
    """SE-7: on the port of TLS too, before and after its handshake."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        crowd(behind.address, CROWD, b"") as silent,
        crowd(behind.served.address, CROWD, HALVES["half a body"]),
        crowd(behind.address, 20, b"") as talking,
        behind.visitor("127.6.2.2") as citizen,
    ):
        wrapped = [context.wrap_socket(client, server_hostname="127.0.0.1") for client in talking]
        for client in wrapped:
            client.sendall(HALVES["half a head"])
        page = citizen.get("/")
        assert page.status_code == 200
        assert page.elapsed.total_seconds() < SOON_SECONDS
        assert len(silent) == CROWD
        for client in wrapped:
            client.close()


@pytest.mark.check(sister="tests/deploy/test_nginx.py")
def test_without_the_office_nginx_says_so_in_both_languages(tmp_path: Path) -> None:
    """SE-44: a page of two paragraphs, with headers, that says what to do."""
    with nginx_before(tmp_path, 9) as address:
        answer = httpx.get(address, verify=False)  # noqa: S501 - signed by itself
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "系统暂时无法访问" in answer.text
    assert "The office is away for a moment" in answer.text


def _hidden(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found is not None, page.text[:500]
    return found[1]


def test_nginx_names_each_request_and_replaces_what_a_client_says(behind: Behind) -> None:
    """SE-45: the id of a request is nginx's own; a client cannot give his the id of another."""
    foreign = "0123456789abcdef0123456789abcdef"
    with behind.visitor("127.9.9.9") as client:
        told = {client.get("/", headers={"X-Request-Id": foreign}).headers["X-Request-Id"] for _ in "ab"}
    assert len(told) == 2
    assert foreign not in told
