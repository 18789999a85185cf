"""The whole office with a login and TLS at its own engine: every process signs in, a stranger does not get in."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.access.token_server import CLIENT, SECRET, token_server
from tests.certificates import make_authority, write_secret
from tests.engine_server import EngineDoor, running_engine
from tests.office_process import office_template
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


@pytest.mark.check(sister="tests/access/test_cluster_login.py")
@pytest.mark.timeout(240)
def test_an_office_without_an_engine_of_its_own_signs_in_at_a_cluster_by_oauth(
    start_office: StartOffice, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Sign-in at a cluster: every process with tokens of its own that live for seconds, the secret from a file."""
    own = make_authority(tmp_path / "tls")
    # One that has had no other engine: on another's store it would do nothing.
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    shutil.copytree(template, tmp_path / "new-office")
    with (
        token_server(tmp_path / "logins") as tokens,
        running_engine(tmp_path / "engine", door=EngineDoor(tokens.logins, own.certificate)) as engine,
    ):
        tokens.life, tokens.takes_so_many = 3.0, 20
        office = start_office(
            JIEBAN_DATA=str(tmp_path / "new-office"),
            ZEEBE_ADDRESS=engine.grpc_address,
            CAMUNDA_REST_ADDRESS=engine.rest_address,
            ZEEBE_CA_CERTIFICATE_PATH=str(own.authority),
            ZEEBE_CLIENT_ID=CLIENT,
            ZEEBE_CLIENT_SECRET_FILE=str(write_secret(tmp_path / "secret", SECRET)),
            CAMUNDA_OAUTH_URL=tokens.url,
            ZEEBE_TOKEN_AUDIENCE="engine.office",
        )
        office.wait_serving()
        assert set(office.children()) == {"workers", "web"}
        task_appears(office)
        issued = len(tokens.issued)
        office.wait_until(lambda: len(tokens.issued) >= issued + 4)
        task_appears(office)
        assert office.terminate()[0] == 0, office.said
        assert "cluster_login_failed" not in office.said
        assert SECRET not in office.said


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
