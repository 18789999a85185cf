"""What the door answers by itself carries the headers of every page and can be read in both languages (SE-29)."""

from __future__ import annotations

import httpx
import pytest

from api.security.headers import FIXED
from tests.door.crowd import ask
from tests.served_office import ServedOffice

REQUESTS: dict[str, tuple[bytes, int]] = {
    "no request line": (b"nonsense\r\n\r\n", 400),
    "no method": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
    "no address": (b"GET * HTTP/1.1\r\nHost: office\r\n\r\n", 400),
    "two lengths": (b"POST / HTTP/1.1\r\nHost: o\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    "length and chunks": (
        b"POST / HTTP/1.1\r\nHost: o\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "torn chunks": (b"POST / HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "long line": (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: o\r\n\r\n", 431),
    "long cookie": (b"GET / HTTP/1.1\r\nHost: o\r\nCookie: " + b"a" * 20_000 + b"\r\n\r\n", 431),
    "many lines": (b"GET / HTTP/1.1\r\nHost: o\r\n" + b"X-A: b\r\n" * 200 + b"\r\n", 431),
    "large body": (b"POST / HTTP/1.1\r\nHost: o\r\nContent-Length: 200000000\r\n\r\n", 413),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_that_cannot_be_read_is_answered_under_the_headers(
    served_office: ServedOffice, kind: str
) -> None:
    """SE-29: 400, 413 and 431 in two sentences; nothing of the request or of the program is told."""
    words, status = REQUESTS[kind]
    answer = ask(served_office.address, words)
    assert answer.status_code == status, answer.text
    _assert_headers(answer)
    chinese, english = answer.text.strip().split("\n")
    assert chinese.endswith("。")
    assert english.endswith(".")
    for told in ("Traceback", "aiohttp", "nonsense", "aaaa", "Error"):
        assert told not in answer.text


def test_the_server_does_not_say_what_it_is_made_of(served_office: ServedOffice) -> None:
    """SE-29: neither on a page nor on an answer of the door."""
    page = httpx.get(served_office.address)
    assert page.headers["Server"] == "jieban"
    assert ask(served_office.address, b"nonsense\r\n\r\n").headers["Server"] == "jieban"


def test_a_second_try_after_a_refusal_is_served(served_office: ServedOffice) -> None:
    """The door goes on after each of them."""
    for words, _status in REQUESTS.values():
        ask(served_office.address, words)
    assert httpx.get(served_office.address).is_success


def _assert_headers(answer: httpx.Response) -> None:
    for name, value in FIXED.items():
        assert answer.headers[name] == value
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
