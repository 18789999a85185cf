"""Which scanner an office gets, and that the one it gets is asked at the address that was set."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from adapters.virus_scan import EICAR, EicarOnlyScanner
from deploy.settings import load_settings
from deploy.wiring import build_ports, open_database
from models.ground.errors import OutsideUnavailable
from services.ports.outside import VirusScan
from tests.clamd import clamd


def scanner_of(folder: Path, **environment: str) -> VirusScan:
    settings = load_settings({"JIEBAN_DATA": str(folder), **environment})
    database = open_database(settings)
    try:
        return build_ports(settings, database).virus_scan
    finally:
        database.dispose()


def test_without_a_setting_only_the_test_file_is_known(tmp_path: Path) -> None:
    assert isinstance(scanner_of(tmp_path), EicarOnlyScanner)


def test_clamd_is_asked_at_its_port(tmp_path: Path) -> None:
    with clamd() as address:
        scanner = scanner_of(tmp_path, JIEBAN_CLAMD=f"{address.host}:{address.port}")
        assert scanner.find_threat(io.BytesIO(EICAR)) == "Win.Test.EICAR"


def test_clamd_is_asked_at_its_socket_and_missed_when_it_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "clamd.sock"
    scanner = scanner_of(tmp_path, JIEBAN_CLAMD=str(path))
    with clamd(path):
        assert scanner.find_threat(io.BytesIO(EICAR)) == "Win.Test.EICAR"
        assert scanner.find_threat(io.BytesIO(b"x")) is None
    with pytest.raises(OutsideUnavailable):
        scanner.find_threat(io.BytesIO(b"x"))
