"""Clients who send half a request, or nothing, or read nothing, hold nobody up (SE-7)."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.door.crowd import (
    FIELDS,
    HALVES,
    LIMIT_SECONDS,
    crowd,
    largest_script,
    place_of,
    seconds_of_page,
    wait_until,
)
from tests.served_office import ServedOffice, serve_office

CROWD = 200
STOP_SECONDS = 9.0
SOON_SECONDS = 5.0  # of a page on a machine that does other work too; it hung for as long as the crowd stayed


@pytest.mark.parametrize("kind", HALVES)
def test_half_requests_hold_no_page(served_office: ServedOffice, kind: str) -> None:
    """SE-7: eight of them stopped every page; now pages are read and complaints filed among 200."""
    with crowd(served_office.address, CROWD, HALVES[kind]):
        took = seconds_of_page(served_office.address)
        citizen = served_office.visitor()
        citizen.get("/complaints/new")
        filed = citizen.post("/complaints/new", {**FIELDS, "submission_id": uuid.uuid4().hex})
    assert took < SOON_SECONDS
    assert filed.status_code == 200, filed.text[-2000:]
    assert "YH-" in filed.text


def test_readers_who_take_nothing_hold_no_page(served_office: ServedOffice) -> None:
    """SE-7: a large answer waits for its reader without a thread."""
    path = largest_script()
    words = f"GET {path} HTTP/1.1\r\nHost: office\r\n\r\n".encode() * 4
    with crowd(served_office.address, 40, words) as readers:
        assert all(reader.recv(1) == b"H" for reader in readers), "all were answered"
        assert seconds_of_page(served_office.address) < SOON_SECONDS


def test_a_slow_upload_arrives_whole(served_office: ServedOffice) -> None:
    """SE-7: an honest sender on a thin line, in small pieces with rests, files what he has."""
    citizen = served_office.visitor()
    citizen.get("/complaints/new")
    text = "九月三日窗口要我补的证明，逐条抄在这里。" * 3000
    request = citizen.client.build_request(
        "POST",
        "/complaints/new",
        data={**FIELDS, "submission_id": uuid.uuid4().hex, "csrf_token": citizen.token},
        files={"attachments": ("窗口告知记录.txt", text.encode(), "text/plain")},
    )
    whole = request.read()
    cookies = "; ".join(f"{name}={value}" for name, value in citizen.client.cookies.items())
    head = f"POST /complaints/new HTTP/1.1\r\nHost: office\r\nCookie: {cookies}\r\nConnection: close\r\n"
    head += f"Content-Type: {request.headers['Content-Type']}\r\nContent-Length: {len(whole)}\r\n\r\n"
    rest = threading.Event()
    with socket.create_connection(place_of(served_office.address), timeout=LIMIT_SECONDS) as line:
        line.sendall(head.encode())
        for at in range(0, len(whole), 16_384):
            line.sendall(whole[at : at + 16_384])
            rest.wait(0.05)
        said = b"".join(iter(lambda: line.recv(65536), b""))
    assert said.startswith(b"HTTP/1.1 200"), said[:300]
    assert "无法收取" not in said.decode()


def test_a_crowd_beyond_the_places_lets_the_longest_silent_go(
    tmp_path: Path, sqlite_office_template: Path
) -> None:
    """SE-7: newcomers are served with every place taken, and who is answered keeps his."""
    with (
        serve_office(tmp_path, sqlite_office_template, command="tests.door.small_door") as office,
        crowd(office.address, 60, HALVES["nothing"]) as clients,
    ):
        assert seconds_of_page(office.address) < SOON_SECONDS
        assert clients[0].recv(1) == b"", "the first who came was let go"


def test_half_requests_end_by_themselves(tmp_path: Path, sqlite_office_template: Path) -> None:
    """SE-7: a head or a body that does not come is not waited for; whoever sent half a body is told."""
    with serve_office(tmp_path, sqlite_office_template, command="tests.door.small_door") as office:
        for kind, told in {"nothing": b"", "half a head": b"", "half a body": b"HTTP/1.1 408"}.items():
            with crowd(office.address, 1, HALVES[kind]) as [client]:
                assert client.recv(12) == told, kind


def test_a_stop_waits_for_answers_and_for_nobody_else(tmp_path: Path, sqlite_office_template: Path) -> None:
    """SE-7: SIGTERM in a crowd ends within the grace, and the request under way gets its answer."""
    with (
        serve_office(tmp_path, sqlite_office_template, command="tests.door.slow_page") as office,
        crowd(office.address, CROWD, HALVES["half a body"]),
        ThreadPoolExecutor(1) as readers,
    ):
        reading = readers.submit(httpx.get, f"{office.address}/slow", timeout=LIMIT_SECONDS)
        wait_until((office.office.folder / "slow.begun").exists)
        began = time.monotonic()
        os.kill(office.pid, signal.SIGTERM)
        assert reading.result().text == "慢慢来"
        assert office.wait_gone(LIMIT_SECONDS) == 0
    assert time.monotonic() - began < STOP_SECONDS
