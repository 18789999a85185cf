"""A PostgreSQL server of one test, which it stops, starts and hurts."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL

from tests.postgres import as_nobody, give_to_nobody, plain_url, reachable_copy, wait_until_ready


class PostgresOfOwn:
    """Its data lies in `folder`; every commit is on the disk before it is answered."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        folder.chmod(0o755)
        self._folder = folder
        self._binaries = reachable_copy(folder, binaries) if os.geteuid() == 0 else binaries
        self._data = folder / "data"
        self._data.mkdir(mode=0o700)
        give_to_nobody(folder, self._data)
        self.url = URL.create(
            "postgresql+psycopg", username="jieban", database="postgres", query={"host": str(folder)}
        )
        initdb = [self._binaries / "initdb", "-D", self._data, "-U", "jieban", "-A", "trust", "-E", "UTF8"]
        subprocess.run(as_nobody([*initdb, "--no-locale"]), check=True, stdout=subprocess.DEVNULL, cwd=folder)
        self.process = self._launch()

    def start(self) -> None:
        """Start it again where it was stopped."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self.process = self._launch()

    def stop(self, number: signal.Signals) -> None:
        """SIGINT: fast; SIGQUIT: immediate, as after a crash; SIGKILL: as a crash."""
        self.process.send_signal(number)
        self.process.wait(30)

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection]:
        """A connection of our own, each statement at once."""
        plain = plain_url(self.url)
        with psycopg.connect(plain, autocommit=True) as connection:
            yield connection

    def backends(self) -> list[int]:
        """Process ids of everybody else's connections."""
        with self.connected() as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return [pid for (pid,) in rows]

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.stop(signal.SIGQUIT)

    def _launch(self) -> subprocess.Popen[bytes]:
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self._folder}"]
        options += ["-c", "max_connections=60", "-c", "superuser_reserved_connections=0"]
        command = as_nobody([self._binaries / "postgres", "-D", self._data, *options])
        with (self._folder / "server.log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        wait_until_ready(process, self.url, self._folder / "server.log")
        return process
