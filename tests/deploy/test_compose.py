"""The compose file and its image: what they run is there, and docker itself reads the file where there is one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.cli import COMMANDS
from deploy.settings import load_settings
from models.ground.release import RELEASE

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "compose"
PROFILES = {"embedded": {"engine", "workers", "web"}, "cluster": {"workers-cluster", "web-cluster"}}
GIVEN = {
    "JIEBAN_DATABASE_PASSWORD": "not-a-secret",
    "ZEEBE_ADDRESS": "zeebe.example.org:26500",
    "CAMUNDA_REST_ADDRESS": "https://camunda.example.org",
}


def services() -> dict[str, dict[str, Any]]:
    """All services, anchors resolved."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))[
        "services"
    ]
    return found


def filled(value: object) -> str:
    """A value with the variables of a person's .env in place."""
    text = str(value)
    for name, given in GIVEN.items():
        for form in (f"${{{name}:?set it in .env}}", f"${{{name}:-}}"):
            text = text.replace(form, given)
    assert "${" not in text
    return text


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_runs_our_commands_with_settings_that_there_are(profile: str) -> None:
    """SE-44: "no compose that works"."""
    for name in PROFILES[profile]:
        service = services()[name]
        assert service["profiles"] == [profile]
        assert set(service["command"]) <= set(COMMANDS)
        own = {key: filled(value) for key, value in service["environment"].items() if key != "PGPASSWORD"}
        settings = load_settings(own)
        assert settings.database_url
        assert (settings.bind == "0.0.0.0") == name.startswith("web")
        assert "0.0.0.0" not in settings.rest_address or not name.startswith("web")
        login = [{"path": "cluster.env", "required": False}]
        assert service.get("env_file", []) == (login if profile == "cluster" else [])
        assert service["network_mode"] == "service:loopback", "the engine's ports are on a loopback alone"


@pytest.mark.parametrize("profile", PROFILES)
def test_the_heads_of_the_trail_lie_in_a_volume_that_the_workers_write_and_the_pages_read(
    profile: str,
) -> None:
    """Not beside the database, nor in the data folder; the image gives the new volume to the account of the processes."""
    for name in PROFILES[profile] - {"engine"}:
        service = services()[name]
        folder = str(Path(service["environment"]["JIEBAN_TRAIL_HEADS"]).parent)
        mount = f"heads:{folder}" + (":ro" if name.startswith("web") else "")
        assert service["volumes"] == ["office:/var/lib/jieban", mount]
        owned = next(
            line
            for line in (FOLDER / "Dockerfile").read_text("utf-8").splitlines()
            if "install --dir" in line
        )
        assert folder in owned.split()
    volumes = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["volumes"]
    assert set(volumes) == {"database", "office", "heads"}


def test_only_the_pages_are_reached_and_only_from_this_machine() -> None:
    ports = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert ports == {"loopback": ["127.0.0.1:8000:8000"]}


def test_no_image_is_the_latest_and_no_password_stands_in_the_file() -> None:
    for service in services().values():
        assert not service["image"].endswith(":latest")
        assert ":" in service["image"]
        environment = service.get("environment", {})
        secrets = [value for key, value in environment.items() if "PASSWORD" in key]
        assert all(value.startswith("${") for value in secrets)
    assert services()["web"]["image"] == f"jieban:{RELEASE}"


def test_the_image_is_built_of_files_that_there_are() -> None:
    lines = (FOLDER / "Dockerfile").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM ") and ":" not in line] == []
    assert any("deploy/setup.sh python3 /opt/jieban requirements.lock" in line for line in lines)
    assert any(line.startswith("USER 10001") for line in lines)
    ignored = (FOLDER / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert {"deploy", "requirements.lock", "web", "api"}.isdisjoint(ignored)
    build = services()["web"]["build"]
    assert (FOLDER / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_docker_compose_reads_the_file() -> None:
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no `docker compose` on this machine")
    read = subprocess.run(
        [docker, "compose", "--profile", "*", "-f", FOLDER / "compose.yaml", "config", "--format", "json"],
        env=os.environ | GIVEN,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0, read.stderr
    assert set(json.loads(read.stdout)["services"]) == set(services())
