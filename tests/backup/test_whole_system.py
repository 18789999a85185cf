"""The information system as a whole (技术保障): there when a part of it is not, whole again after a loss, closed to strangers."""

from __future__ import annotations

import shutil
import stat
import threading
from pathlib import Path

import httpx
import pytest

from deploy.backup.make_backup import make_backup
from deploy.backup.restore_office import restore_office
from deploy.office import ACCOUNTS_FILE
from deploy.replay.page_reading import StepRefused
from deploy.settings import load_settings
from tests.acceptance.walk import (
    CLERK,
    READER,
    STEPS,
    Case,
    answer,
    file_case,
    filing,
    finish,
    list_cases,
    open_task,
    stage_of,
)
from tests.backup.restored import assert_agreed
from tests.office_process import NAMES, OfficeProcess, office_template, running_office

# Written so that nothing else of the office can hold them by chance.
NAME, PHONE = "金丝雀乙", "19955550178"
# A window of the hall, the representative of a unit with no part in the case, the administrator of the machine.
UNINVOLVED = ("ying.xiaoyu", "zhang.zhaoquan", "guan.xitong")
REFUSED = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}
MOST_FILED = 20


def assert_serves_without_its_engine(office: OfficeProcess, begun: Case) -> None:
    """People file, follow, read and decide; all of it moves when the engine is back."""
    task = open_task(office, begun, "assign-handler")
    office.settle()
    office.stop("engine")
    filed = file_case(office)
    assert filed.number in office.people.read_progress(filed.number, filed.query_code)
    assert office.page(READER, f"/cases/{filed.complaint_id}").is_success
    decision = next(what for form, _, what in STEPS if form == task.form_id)
    office.people.submit(CLERK, task, dict(decision))
    health = httpx.get(f"{office.address}/healthz", timeout=10).json()
    assert (health["status"], health["parts"]["engine"]) == ("degraded", "down")
    office.start("engine")
    open_task(office, begun, "plan-investigation")
    open_task(office, filed, "decide-acceptance")


def assert_closed(office: OfficeProcess, case: Case) -> None:
    """Nobody reads or acts without a part in the case: not signed in, signed in, or with a number and a guessed code."""
    place = f"/cases/{case.complaint_id}"
    read = (place, f"{place}/history", f"{place}/complainant", f"/api/v1{place}")
    with office.people.client() as stranger:
        for path in (*read, "/cases", "/tasks", "/board", "/audit", "/monitor"):
            seen = stranger.get(path)
            goes_to_sign_in = seen.headers.get("location", "").startswith("/sign-in")
            assert goes_to_sign_in or seen.status_code in REFUSED, (path, seen.status_code)
        sent = stranger.post(f"{place}/acts/open-supervision", json={"answers": {"reason": "请说明"}})
        assert sent.is_client_error or sent.headers.get("location", "").startswith("/sign-in")
    with pytest.raises(StepRefused):
        office.people.read_progress(case.number, "AAAAA-AAAA-AAAA")
    for person in UNINVOLVED:
        for path in (*read, f"{place}/acts/open-supervision"):
            seen = office.page(person, path)
            assert seen.status_code in REFUSED, (person, path, seen.status_code)
            assert NAME not in seen.text


def back_up_while_people_file(office: OfficeProcess, folder: Path) -> set[str]:
    """The numbers of what was there before and is filed meanwhile; nobody waits, nobody else can read the copy."""
    numbers = {case.number for case in list_cases(office)}
    is_made = threading.Event()

    def file_on() -> None:
        for _ in range(MOST_FILED):
            numbers.add(office.people.file(filing()).number)
            if is_made.is_set():
                return

    before = set(numbers)
    people = threading.Thread(target=file_on)
    people.start()
    make_backup(office.settings, folder, print)
    is_made.set()
    people.join()
    assert numbers > before
    parts = [path for path in folder.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in parts} == {0o600}
    said = [path for path in parts for word in (NAME, PHONE) if word.encode() in path.read_bytes()]
    assert said == []
    return numbers


def lose(office: OfficeProcess, safe: Path) -> None:
    """The disk is gone, with database, engine and files; keys and passwords are kept elsewhere, as an operator is told to."""
    for name in NAMES:
        office.kill(name)
    shutil.copytree(office.data / "keys", safe / "keys")
    shutil.copy(office.data / ACCOUNTS_FILE, safe)
    shutil.rmtree(office.data)


def restore(data: Path, folder: Path, safe: Path) -> None:
    """The operator puts the keys back and restores at the same place."""
    data.mkdir(mode=0o700)
    shutil.copytree(safe / "keys", data / "keys")
    restore_office(load_settings({"JIEBAN_DATA": str(data)}), folder, print)
    shutil.copy(safe / ACCOUNTS_FILE, data)


@pytest.mark.check(sister="tests/backup/test_backup_and_restore.py")
@pytest.mark.timeout(240)
def test_the_system_is_backed_up_available_and_secure(tmp_path: Path) -> None:
    """R87: an office serves without its engine, is backed up while people file, loses all it has, and goes on with every

    complaint at its place; who has no part in a complaint is refused before and after.
    """
    template = office_template(tmp_path.parent / "office-template")
    data, folder, safe = (tmp_path / name for name in ("office", "backup", "safe"))
    with running_office(data, template=template) as office:
        begun = file_case(office, name=NAME, phone=PHONE)
        answer(office, begun, "decide-acceptance")
        assert_serves_without_its_engine(office, begun)
        assert_closed(office, begun)
        before = {case.number for case in list_cases(office)}
        numbers = back_up_while_people_file(office, folder)
        lose(office, safe)
    restore(data, folder, safe)
    with running_office(data) as office:
        assert_agreed(office)
        cases = list_cases(office)
        assert before <= {case.number for case in cases} <= numbers
        assert_closed(office, begun)
        finish(office, begun)
        for case in cases:
            if case.number != begun.number:
                answer(office, case, "decide-acceptance")
                open_task(office, case, "assign-handler")
        progress = office.people.read_progress(begun.number, begun.query_code)
        assert begun.number in progress
        assert stage_of(office, begun) == "archived"
        assert_agreed(office)
