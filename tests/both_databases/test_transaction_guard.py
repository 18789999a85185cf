"""The guard of write transactions bites, once for each kind of outside."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy.exc import InternalError

from adapters.camunda_http import CamundaHttp
from models.ground.errors import DomainError
from models.office.centre import Centre
from services.ports.outside import Ports
from services.unit_of_work import UnitOfWork
from tests.full_office import FullOffice
from tests.transaction_guard import LOCK_WHILE_READING, TransactionGuard

CLOSED_PORT = 26589  # of this test's own range; nothing listens there


def connect(_ports: Ports) -> None:
    with socket.socket() as outside, suppress(OSError):
        outside.connect(("127.0.0.1", CLOSED_PORT))


def connect_without_an_error(_ports: Ports) -> None:
    with socket.socket() as outside:
        outside.connect_ex(("127.0.0.1", CLOSED_PORT))


def ask_the_engine(_ports: Ports) -> None:
    http = CamundaHttp(f"http://127.0.0.1:{CLOSED_PORT}")
    with suppress(DomainError):
        http.get("topology")
    http.close()


def store_a_file(ports: Ports) -> None:
    ports.object_store.put(io.BytesIO(b"x"))


def open_a_file(ports: Ports) -> None:
    with suppress(DomainError):
        ports.object_store.get("0" * 32)


PLANTED: dict[Callable[[Ports], None], str] = {
    connect: "a connection to",
    connect_without_an_error: "a connection to",
    ask_the_engine: "CamundaHttp.get",
    store_a_file: "SealedObjectStore.put",
    open_a_file: "SealedObjectStore.get",
}


def planted_use_case(unit_of_work: UnitOfWork, touch: Callable[[Ports], None]) -> None:
    """Does inside its transaction what belongs before or after it."""
    with unit_of_work as unit:
        touch(unit.ports)


@pytest.mark.parametrize("touch", PLANTED)
def test_a_use_case_that_reaches_out_inside_its_transaction_is_caught(
    office: FullOffice, transaction_guard: TransactionGuard, touch: Callable[[Ports], None]
) -> None:
    """Nobody waits for a slow outside with the database locked."""
    planted_use_case(office.unit_of_work(), touch)
    assert transaction_guard.faults[0].startswith(PLANTED[touch])
    transaction_guard.faults.clear()


@pytest.mark.parametrize("touch", PLANTED)
def test_the_same_outside_a_transaction_is_nobodys_fault(
    office: FullOffice, transaction_guard: TransactionGuard, touch: Callable[[Ports], None]
) -> None:
    """Before and after the transaction, and while reading, everything may be asked."""
    with office.unit_of_work() as unit:
        ports = unit.ports
    touch(ports)
    with office.unit_of_work().reading() as unit:
        touch(unit.ports)
    assert transaction_guard.faults == []


def test_a_lock_taken_by_a_session_that_reads_is_caught(
    office: FullOffice, transaction_guard: TransactionGuard
) -> None:
    """SQLite lets it pass and PostgreSQL does not: whoever works on the first hears of it too."""
    with office.unit_of_work().reading() as unit, suppress(InternalError):
        unit.session.get(Centre, "YH", with_for_update=True)
    assert transaction_guard.faults == [LOCK_WHILE_READING]
    transaction_guard.faults.clear()


def test_every_test_of_the_guarded_folders_has_the_guard(request: pytest.FixtureRequest) -> None:
    """A guard that no test uses would guard nothing."""
    assert "transaction_guard" in request.fixturenames
