"""Thirty kinds of faults under load: each comes, lasts and goes, the office recovers alone, nothing is lost or doubled.

`make prove` runs all of them in three offices: parts `faults-disk`, `faults-database`, `faults-network`.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from deploy.office import DEMO_MOMENT, make_office
from deploy.settings import load_settings
from prove.record import Record
from tests.faults import of_databases, of_processes, of_stores
from tests.faults.of_networks import between
from tests.faults.proxy import Mood, Proxy
from tests.faults.scene import Fault, run_fault, scene_of, settle
from tests.faults.server import PostgresOfOwn
from tests.free_ports import free_ports
from tests.office_process import office_template
from tests.postgres import find_binaries, refuse_or_skip
from tests.up.office_up import ROOT, OfficeUp, settings_of

# Smaller sisters stand in tests/up/test_what_is_away.py, tests/door and tests/web/test_health.py.
pytestmark = pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="a part of make prove")
MINUTES = 12  # a part may take 9; a loaded machine is slower
DISK_BYTES = "420m"  # the office calls less than 256 MB of room a fault
_HEAD = b"POST /complaints/new HTTP/1.1\r\nHost: office\r\nContent-Length: 100\r\n\r\n"

ON_DISK: Mapping[str, Fault] = {
    "disk full": of_stores.disk_full,
    "engine cannot write (file size limit)": of_processes.limited("engine", resource.RLIMIT_FSIZE, 0),
    "workers cannot write (file size limit)": of_processes.limited("workers", resource.RLIMIT_FSIZE, 0),
    "web cannot write (file size limit)": of_processes.limited("web", resource.RLIMIT_FSIZE, 0),
    "engine out of file descriptors": of_processes.limited("engine", resource.RLIMIT_NOFILE, 8),
    "web out of file descriptors": of_processes.limited("web", resource.RLIMIT_NOFILE, 8),
    "workers out of memory": of_processes.memory_limited("workers"),
    "web out of memory": of_processes.memory_limited("web"),
    "database locked by another program": of_stores.database_locked,
    "queue of writers held": of_stores.queue_held,
    "engine store locked by another program": of_stores.store_locked,
    "engine store read by another program": of_stores.store_read,
    "shared memory of the engine store gone": of_stores.store_index_gone,
    "engine store held by another engine": of_stores.store_held,
    "sign of life of the workers gone": of_stores.heartbeat_gone,
    "engine killed": of_processes.killed("engine"),
    "workers killed": of_processes.killed("workers"),
    "web killed": of_processes.killed("web"),
    "worker of the web killed": of_processes.web_worker_killed,
    "all killed": of_processes.all_killed,
    "supervisor killed": of_processes.supervisor_killed,
    "engine stopped": of_processes.stopped("engine"),
    "workers stopped": of_processes.stopped("workers"),
    "web stopped": of_processes.stopped("web"),
}
ON_DATABASE: Mapping[str, Fault] = {
    "PostgreSQL ended at once": of_databases.server_stopped(signal.SIGQUIT),
    "PostgreSQL ended in order": of_databases.server_stopped(signal.SIGINT),
    "PostgreSQL killed": of_databases.server_stopped(signal.SIGKILL),
    "connections ended by PostgreSQL": of_databases.connections_killed,
    "table of the cases locked": of_databases.table_locked,
    "PostgreSQL out of connections": of_databases.out_of_connections,
    "PostgreSQL does not answer": of_databases.backends_stopped,
    "PostgreSQL takes no write": of_databases.read_only,
    "engine's clock set back": of_stores.engine_clock_back,
    "office's clock leaps": of_stores.clock_jump,
    "gRPC port taken": of_processes.port_taken("engine", "JIEBAN_GRPC_PORT"),
    "REST port taken": of_processes.port_taken("engine", "JIEBAN_REST_PORT"),
    "web port taken": of_processes.port_taken("web", "JIEBAN_WEB_PORT"),
    "half requests at the web": of_processes.half_open("JIEBAN_WEB_PORT", _HEAD),
    "half requests at the REST port": of_processes.half_open("JIEBAN_REST_PORT", _HEAD),
    "half frames at the gRPC port": of_processes.half_open("JIEBAN_GRPC_PORT", b"PRI * HTTP/2.0\r\n\r\n"),
}
ON_NETWORK: Mapping[str, Fault] = {
    f"{name}: {mood.value}": between(name, mood)
    for name in ("gRPC", "REST")
    for mood in (Mood.RESET, Mood.DEAF, Mood.SLOW, Mood.DROP_ANSWERS)
}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A folder with little room; skipped where nothing may be mounted."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.mark.timeout(MINUTES * 60)
def test_faults_of_disk_store_and_processes(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """SE-4, SE-23, SE-24, SE-51: an office on SQLite on a small disk."""
    record = Record(unit="faults of disk, store and processes")
    with small_disk(tmp_path) as disk:
        shutil.copytree(office_template(tmp_path_factory.getbasetemp() / "office-template"), disk / "office")
        up = partial(OfficeUp, settings_of(disk / "office"))
        with scene_of(up(), up) as scene:
            for name, fault in ON_DISK.items():
                run_fault(scene, name, fault, record)
            settle(scene, record)


@pytest.mark.timeout(MINUTES * 60)
# Connections that the server ended are let go by the pool without a word.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_faults_of_database_clock_and_sockets(tmp_path: Path) -> None:
    """SE-3: an office on PostgreSQL."""
    binaries = find_binaries()
    if binaries is None:
        refuse_or_skip("no PostgreSQL binaries")
        return
    record = Record(unit="faults of database, clock and sockets")
    with ExitStack() as stack:
        # The socket's path must be short, and `nobody` must reach it.
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="jieban-pg-", ignore_cleanup_errors=True))
        )
        postgres = PostgresOfOwn(folder, binaries)
        stack.callback(postgres.close)
        url = {"JIEBAN_DATABASE_URL": postgres.url.render_as_string(hide_password=False)}
        make_demo(tmp_path / "office", url)
        up = partial(OfficeUp, settings_of(tmp_path / "office") | url)
        with scene_of(up(), up) as scene:
            scene.postgres = postgres
            for name, fault in ON_DATABASE.items():
                run_fault(scene, name, fault, record)
            settle(scene, record)


@pytest.mark.timeout(MINUTES * 60)
def test_faults_between_office_and_engine(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of a gateway that is reached over a network: reset, deaf, slow, and answers that are lost."""
    record = Record(unit="faults between office and engine")
    data = tmp_path / "office"
    shutil.copytree(office_template(tmp_path_factory.getbasetemp() / "office-template"), data)
    environment = settings_of(data)
    grpc, rest = free_ports(2)
    near = {"ZEEBE_ADDRESS": f"127.0.0.1:{grpc}", "CAMUNDA_REST_ADDRESS": f"http://127.0.0.1:{rest}"}
    proxies = {
        "gRPC": Proxy(grpc, int(environment["JIEBAN_GRPC_PORT"])),
        "REST": Proxy(rest, int(environment["JIEBAN_REST_PORT"])),
    }
    with (tmp_path / "engine.log").open("wb") as log:
        engine = subprocess.Popen(
            [sys.executable, "-m", "deploy", "engine"], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        up = partial(OfficeUp, environment | near)
        with scene_of(up(), up) as scene:
            scene.proxies = proxies
            for name, fault in ON_NETWORK.items():
                run_fault(scene, name, fault, record)
            settle(scene, record)
    finally:
        for proxy in proxies.values():
            proxy.close()
        engine.terminate()
        with suppress(subprocess.TimeoutExpired):
            engine.wait(12)
        engine.kill()


def make_demo(data: Path, settings: Mapping[str, str]) -> None:
    """A demo office on the database of these settings."""
    make_office(
        load_settings({"JIEBAN_DATA": str(data), **settings}),
        datetime.fromisoformat(DEMO_MOMENT),
        lambda _line: None,
    )
