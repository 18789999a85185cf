"""Installs what is missing of this release's diagrams, decisions and forms; one process of an office at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import structlog

from deploy.alone import Doing, alone
from deploy.resources import Installed
from models.store.database import Database

_log = structlog.get_logger(__name__)


class Installer:
    """For whichever part comes first: `jieban up`, the workers, or an administrator (ADR 0192)."""

    def __init__(
        self, data: Path, database: Database, deploy: Callable[[], Installed], is_known: Callable[[], bool]
    ) -> None:
        """`deploy` deploys what is missing, `is_known` tells whether the engine has a process of ours at all."""
        self._data = data
        self._database = database
        self._deploy = deploy
        self._is_known = is_known
        self._has_looked = False

    def install(self) -> Installed:
        """Deploy what is missing; a repeat deploys nothing. Waits while another process does it."""
        # Two at once would write the record of the forms over each other.
        with alone(Doing.INSTALL, self._data, self._database):
            done = self._deploy()
        self._has_looked = True
        return done

    def step(self) -> int:
        """Install once, and again where the engine was replaced by one that knows nothing; how many files were deployed."""
        if self._has_looked and self._is_known():
            return 0
        done = self.install()
        _log.info("resources_installed", count=len(done.deployed))
        return len(done.deployed)


def tell_installed(done: Installed) -> list[str]:
    """A line per thing that was done or left alone."""
    lines = [f"installed {name} / 已安装" for name in done.deployed]
    lines += [f"left alone, someone else's version: {name} / 保留他人版本" for name in done.left_alone]
    return lines + [
        f"not asked by this version of {name} / 该版本不能询问：{'、'.join(unasked)}"
        for name, unasked in done.unasked.items()
    ]
