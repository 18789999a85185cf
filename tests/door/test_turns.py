"""Who waits for a password or for the database holds up nobody who only reads (SE-24, SE-28)."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.door.crowd import FIELDS, seconds_of_page
from tests.served_office import ServedOffice, SocketVisitor, serve_office

SOON_SECONDS = 5.0  # of a page on a machine that does other work too; it took 18 and 37
PEOPLE = 12
# However four processes share them, one of them has more than the four that may wait for the database at once.
MANY = 24
SHORT_LOCK_SECONDS = 1.0  # shorter than a thread waits


def test_many_who_sign_in_at_once_hold_no_page(served_office: ServedOffice) -> None:
    """SE-28: they wait for a password to be checked without a thread; pages go on."""
    people = [_at(served_office, "/sign-in") for _ in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as threads:
        sent = [threads.submit(_sign_in, person) for person in people]
        took = [seconds_of_page(served_office.address) for _ in range(5)]
        answers = [each.result() for each in sent]
    assert max(took) < SOON_SECONDS
    assert {answer.status_code for answer in answers} <= {401, 503}
    assert all('value="jian.yitang"' in answer.text for answer in answers)


def test_who_finds_too_many_signing_in_keeps_the_login_and_is_told_to_come_again(
    tmp_path: Path, sqlite_office_template: Path
) -> None:
    """SE-28: after a bounded time, with a page that says what to do."""
    with serve_office(tmp_path, sqlite_office_template, command="tests.door.small_door") as office:
        people = [_at(office, "/sign-in") for _ in range(12)]
        with ThreadPoolExecutor(len(people)) as threads:
            answers = list(threads.map(_sign_in, people))
    turned_away = [answer for answer in answers if answer.status_code == 503]
    assert turned_away, [answer.status_code for answer in answers]
    assert any(answer.status_code == 401 for answer in answers), "the first had their turn"
    for answer in turned_away:
        assert "现在登录的人很多" in answer.text
        assert 'value="jian.yitang"' in answer.text
        assert answer.headers["Retry-After"] == "5"
        assert "错误的口令" not in answer.text


@pytest.mark.timeout(180)
def test_pages_are_read_while_the_database_is_locked(tmp_path: Path, sqlite_office_template: Path) -> None:
    """SE-24: who changes something waits a bounded time and keeps what he typed; reading goes on, of staff too."""
    with serve_office(tmp_path, sqlite_office_template) as office:
        people = [_at(office, "/complaints/new") for _ in range(PEOPLE)]
        clerk = office.visitor("wen.rusheng")
        _age_sessions(office)
        with _locked(tmp_path / "jieban.sqlite3"), ThreadPoolExecutor(PEOPLE) as threads:
            sent = [threads.submit(_file, person) for person in people]
            took = [seconds_of_page(office.address) for _ in range(5)]
            began = time.monotonic()
            assert clerk.get("/tasks").status_code == 200
            took.append(time.monotonic() - began)
            began = time.monotonic()
            health = httpx.get(f"{office.address}/healthz", timeout=30)
            asked = time.monotonic() - began
            answers = [each.result() for each in sent]
        again = people[0].post("/complaints/new", {**FIELDS, "submission_id": uuid.uuid4().hex})
    assert max(took) < SOON_SECONDS, took
    assert asked < 2.0, health.text
    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert FIELDS["content"] in answer.text, "kept as typed"
    assert again.status_code == 200
    assert "YH-" in again.text, "and it goes on by itself"


@pytest.mark.timeout(180)
def test_cases_that_cannot_be_recorded_are_not_shown_and_hold_no_other_page(
    tmp_path: Path, sqlite_office_template: Path
) -> None:
    """SE-12: a look is on record or there is none; as many clerks as there are threads keep no citizen from a page."""
    with serve_office(tmp_path, sqlite_office_template) as office:
        case = office.office.file(address="turns").complaint_id
        clerks = [office.visitor("wen.rusheng") for _ in range(8)]
        with _locked(tmp_path / "jieban.sqlite3"), ThreadPoolExecutor(len(clerks)) as threads:
            asked = [threads.submit(clerk.get, f"/cases/{case}") for clerk in clerks]
            took = [seconds_of_page(office.address) for _ in range(5)]
            answers = [each.result() for each in asked]
        again = clerks[0].get(f"/cases/{case}")
    assert max(took) < SOON_SECONDS, took
    for answer in answers:
        assert answer.status_code == 503
        assert "没有任何内容丢失" in answer.text
        assert answer.headers["Retry-After"] == "5"
    assert again.status_code == 200, "and it goes on by itself"


def test_nobody_is_sent_away_by_a_database_that_is_locked_for_a_moment(served_office: ServedOffice) -> None:
    """SE-24: four wait with a thread, the others for their turn; threads alone refused the fifth at once."""
    people = [_at(served_office, "/complaints/new") for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as threads:
        with _locked(served_office.office.folder / "jieban.sqlite3"):
            sent = [threads.submit(_file, person) for person in people]
            answered = wait(sent, SHORT_LOCK_SECONDS, FIRST_COMPLETED).done
        answers = [each.result() for each in sent]
    assert not answered, [each.result().status_code for each in answered]
    assert [answer.status_code for answer in answers] == [200] * MANY
    assert all("YH-" in answer.text for answer in answers)


def _at(office: ServedOffice, path: str) -> SocketVisitor:
    visitor = office.visitor()
    visitor.get(path)
    return visitor


def _sign_in(visitor: SocketVisitor) -> httpx.Response:
    return visitor.post("/sign-in", {"login": "jian.yitang", "password": "错误的口令"})


def _file(visitor: SocketVisitor) -> httpx.Response:
    return visitor.post("/complaints/new", {**FIELDS, "submission_id": uuid.uuid4().hex})


def _age_sessions(office: ServedOffice) -> None:
    """So that the next look of each would be noted."""
    with sqlite3.connect(office.office.folder / "jieban.sqlite3") as connection:
        connection.execute("UPDATE login_session SET last_seen_at = datetime(last_seen_at, '-5 minutes')")
    connection.close()


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """A tool that knows nothing of our lock writes and does not end."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()
