"""An office under `jieban up` with what owners do to it: deploy from Modeler, add a limit, look at the monitor."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from adapters.camunda_rest import list_all
from tests.acceptance.walk import read_store
from tests.office_process import OfficeProcess
from tests.owners.modeler import Deployment, deploy
from tests.up.office_up import ROOT, OfficeUp


@dataclass
class OwnedOffice:
    """`office` is the view of its people, clock and engine; the processes belong to `up`."""

    office: OfficeProcess
    folder: Path
    up: OfficeUp | None = None

    def start(self) -> list[str]:
        """Start `jieban up` and wait until it serves; the lines it said."""
        self.up = OfficeUp(self.office.environment)
        self.up.wait_serving()
        return self.up.lines

    def restart(self) -> list[str]:
        """SIGTERM and start again; the lines it said."""
        assert self.up is not None
        assert self.up.terminate()[0] == 0, self.up.said
        self.close()
        return self.start()

    def close(self) -> None:
        """End it."""
        if self.up is not None:
            self.up.close()

    def write(self, name: str, text: str) -> Path:
        """A file of the owner."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def by_rest(self, *files: Path) -> Deployment:
        """A deployment to the address that starts with http://."""
        return Deployment(self.office.settings.rest_address, files)

    def by_grpc(self, *files: Path) -> Deployment:
        """A deployment to the address that starts with grpc://."""
        return Deployment(f"grpc://{self.office.settings.gateway_address}", files)

    def jieban(self, *words: str, code: int = 0) -> str:
        """What a command of the office says; it must end with this code."""
        command = [sys.executable, "-m", "deploy", *words]
        done = subprocess.run(
            command, env=self.office.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def deploy(self, *deployments: Deployment) -> list[dict[str, int]]:
        """Deploy one after the other; versions by id."""
        return deploy(deployments)

    def versions(self) -> dict[str, list[int]]:
        """Every version of every process, decision and form that the engine has, by kind and id.

        8.8 searches no forms, so those are read from the engine's store.
        """
        found: dict[str, list[int]] = {}
        for kind in ("process", "decision"):
            for item in list_all(self.office.engine, f"{kind}-definitions/search", {"filter": {}}):
                name = f"{kind} {item[f'{kind}DefinitionId']}"
                found.setdefault(name, []).append(int(item["version"]))
        for form_id, version in read_store(self.office, "SELECT form_id, version FROM form_definition"):
            found.setdefault(f"form {form_id}", []).append(int(version))
        return {name: sorted(versions) for name, versions in sorted(found.items())}
