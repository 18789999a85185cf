"""Virus scanning: the EICAR string without a server, and the INSTREAM dialogue with one."""

import io
import socket
import time
from pathlib import Path

import pytest
import structlog

from adapters.virus_scan import CHUNK_BYTES, EICAR, ClamdAddress, ClamdScanner, EicarOnlyScanner
from models.ground.errors import OutsideUnavailable
from tests.clamd import clamd


@pytest.mark.parametrize("before", [0, 1, CHUNK_BYTES - 10, CHUNK_BYTES])
def test_the_eicar_string_is_found_wherever_it_stands(before: int) -> None:
    content = io.BytesIO(b"x" * before + EICAR + b"y")
    assert EicarOnlyScanner().find_threat(content) == "Eicar-Test-Signature"


def test_anything_else_passes_without_a_server() -> None:
    assert EicarOnlyScanner().find_threat(io.BytesIO(EICAR[:-1])) is None


def test_a_scanning_server_is_asked_chunk_by_chunk() -> None:
    with clamd() as address:
        scanner = ClamdScanner(address)
        assert scanner.find_threat(io.BytesIO(b"x" * (CHUNK_BYTES * 2 + 1))) is None
        assert scanner.find_threat(io.BytesIO(EICAR)) == "Win.Test.EICAR"


def test_a_scanning_server_on_a_unix_socket_is_asked_alike(tmp_path: Path) -> None:
    with clamd(tmp_path / "clamd.sock") as address:
        scanner = ClamdScanner(address)
        assert scanner.find_threat(io.BytesIO(b"x" * (CHUNK_BYTES + 1))) is None
        assert scanner.find_threat(io.BytesIO(EICAR)) == "Win.Test.EICAR"


def test_an_answer_without_a_verdict_lets_nothing_pass_and_is_logged() -> None:
    with clamd() as address, structlog.testing.capture_logs() as log, pytest.raises(OutsideUnavailable):
        ClamdScanner(address).find_threat(io.BytesIO(b"confuse"))
    assert [(line["event"], line["reason"]) for line in log] == [
        ("virus_scanner_gave_no_verdict", "INSTREAM size limit exceeded. ERROR")
    ]


def test_a_server_that_is_away_lets_nothing_pass_and_is_logged(tmp_path: Path) -> None:
    with clamd() as address:
        pass
    for nobody in (address, ClamdAddress(path=str(tmp_path / "none.sock"))):
        with structlog.testing.capture_logs() as log, pytest.raises(OutsideUnavailable):
            ClamdScanner(nobody).find_threat(io.BytesIO(b"x"))
        assert [line["event"] for line in log] == ["virus_scanner_away"]


def test_a_server_that_falls_silent_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        scanner = ClamdScanner(ClamdAddress(port=silent.getsockname()[1]), timeout_seconds=0.2)
        began = time.monotonic()
        with pytest.raises(OutsideUnavailable):
            scanner.find_threat(io.BytesIO(b"x"))
    assert time.monotonic() - began < 5
