"""The whole office with a login and TLS at its own engine: every process signs in, a stranger does not get in."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.certificates import make_authority, write_secret
from tests.up.conftest import StartOffice
from tests.up.office_up import ROOT, OfficeUp

FIRST, SECOND, MODELER = "f" * 32, "s" * 32, "m" * 32


def task_appears(office: OfficeUp) -> None:
    """File a complaint; its first task reaches the intake clerk."""
    number = office.file()
    case = office.people.find_case("wen.rusheng", number)
    office.wait_until(lambda: office.people.list_tasks("wen.rusheng", case))


@pytest.mark.timeout(240)
def test_an_office_lives_behind_its_engine_s_login_and_through_another_one(
    start_office: StartOffice, tmp_path: Path
) -> None:
    """EN-26, SE-11: engine, workers, pages, clock, installation and commands; the login is replaced while it serves."""
    own = make_authority(tmp_path / "tls")
    logins = write_secret(tmp_path / "logins", f"bearer {FIRST}\nbasic modeler {MODELER}\n")
    office = start_office(
        JIEBAN_ENGINE_LOGIN_FILE=str(logins),
        JIEBAN_ENGINE_TLS_CERTIFICATE=str(own.certificate.chain),
        JIEBAN_ENGINE_TLS_KEY=str(own.certificate.key),
        ZEEBE_CA_CERTIFICATE_PATH=str(own.authority),
    )
    office.wait_serving()
    assert office.serves()
    task_appears(office)
    search = f"https://127.0.0.1:{office.environment['JIEBAN_REST_PORT']}/v2/process-instances/search"
    trusted = ssl.create_default_context(cafile=own.authority)
    for login, status in ((None, 401), (("modeler", "wrong" * 5), 401), (("modeler", MODELER), 200)):
        assert httpx.post(search, json={}, auth=login, verify=trusted).status_code == status
    write_secret(tmp_path / "next", f"bearer {SECOND}\n").rename(logins)
    task_appears(office)
    moved = subprocess.run(
        [sys.executable, "-m", "deploy", "clock", "advance", "1m"],
        env=office.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert moved.returncode == 0, moved.stderr
    assert office.serves()
    children = [*office.children().values(), office.process.pid]
    told = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children]
    told += [path.read_bytes() for path in (Path(office.environment["JIEBAN_DATA"]) / "log").iterdir()]
    told.append(office.said.encode())
    assert not any(secret.encode() in text for secret in (FIRST, SECOND, MODELER) for text in told)
    assert office.terminate()[0] == 0, office.said


def test_logins_that_others_can_read_end_the_start_with_what_to_do(
    start_office: StartOffice, tmp_path: Path
) -> None:
    """SE-26, its kin: exit 78 and one line."""
    logins = write_secret(tmp_path / "logins", f"bearer {FIRST}\n")
    os.chmod(logins, 0o644)
    office = start_office(JIEBAN_ENGINE_LOGIN_FILE=str(logins))
    office.wait_until(lambda: office.process.poll() is not None)
    assert office.process.returncode == 78, office.said
    assert "chmod 600" in office.said
    assert "Traceback" not in office.said
