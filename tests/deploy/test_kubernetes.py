"""The Kubernetes manifests: every object fits its schema, alone and as an overlay changes it; nothing secret stands in a file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from deploy.cli import COMMANDS
from deploy.settings import load_settings
from models.ground.release import RELEASE

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "kubernetes"
OVERLAYS = ("embedded", "cluster")
VERSIONS = ("1.32", "1.37")
Thing = dict[str, Any]


def read(path: Path) -> Thing:
    """One object of a file."""
    (thing,) = yaml.safe_load_all(path.read_text("utf-8"))
    assert isinstance(thing, dict)
    return thing


def merged(base: Any, patch: Any) -> Any:
    """A strategic merge as kustomize makes it of what is used here: lists of named things by name, others replaced."""
    if isinstance(base, dict) and isinstance(patch, dict):
        return base | {key: merged(base.get(key), value) for key, value in patch.items()}
    if (
        isinstance(base, list)
        and isinstance(patch, list)
        and all("name" in entry for entry in (*base, *patch))
    ):
        names = [entry["name"] for entry in base]
        added = [entry for entry in patch if entry["name"] not in names]
        changes = {entry["name"]: entry for entry in patch}
        return [merged(entry, changes.get(entry["name"], {})) for entry in base] + added
    return copy.deepcopy(patch)


def build(overlay: str | None) -> list[Thing]:
    """What `kubectl apply -k` would send."""
    things = [
        read(FOLDER / part / name)
        for part in ("base", "init")
        for name in read(FOLDER / part / "kustomization.yaml")["resources"]
    ]
    if overlay is None:
        return things
    folder = FOLDER / "overlays" / overlay
    for entry in read(folder / "kustomization.yaml")["patches"]:
        patch = read(folder / entry["path"])
        (number,) = [
            number
            for number, thing in enumerate(things)
            if (thing["kind"], thing["metadata"]["name"]) == (patch["kind"], patch["metadata"]["name"])
        ]
        things[number] = merged(things[number], patch)
    return things


def pod_of(overlay: str) -> Thing:
    """What runs."""
    (deployment,) = [thing for thing in build(overlay) if thing["kind"] == "Deployment"]
    assert (deployment["spec"]["replicas"], deployment["spec"]["strategy"]["type"]) == (1, "Recreate")
    spec: Thing = deployment["spec"]["template"]["spec"]
    return spec


def settings_of(overlay: str, container: Thing) -> dict[str, str]:
    """The environment of a container, without what a Secret gives it."""
    (values,) = [thing["data"] for thing in build(overlay) if thing["kind"] == "ConfigMap"]
    own = {entry["name"]: entry["value"] for entry in container.get("env", []) if "value" in entry}
    return {**values, **own}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("overlay", [None, *OVERLAYS])
def test_every_object_fits_its_schema(overlay: str | None, version: str) -> None:
    """SE-44: manifests that were never looked at fail where they are needed."""
    for thing in build(overlay):
        kubernetes_validate.validate(thing, version, strict=True)
    broken = build(overlay)[3]
    broken["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, version, strict=True)


def test_every_file_is_used() -> None:
    used = {"base/kustomization.yaml"}
    used |= {f"base/{name}" for name in read(FOLDER / "base/kustomization.yaml")["resources"]}
    for overlay in OVERLAYS:
        folder = f"overlays/{overlay}"
        used.add(f"{folder}/kustomization.yaml")
        listed = read(FOLDER / folder / "kustomization.yaml")
        assert listed["resources"] == ["../../base"]
        used |= {f"{folder}/{entry['path']}" for entry in listed["patches"]}
    used |= {
        "init/kustomization.yaml",
        *(f"init/{name}" for name in read(FOLDER / "init/kustomization.yaml")["resources"]),
    }
    assert used == {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml")}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_each_container_runs_a_command_of_ours_with_settings_that_there_are(overlay: str) -> None:
    pod = pod_of(overlay)
    containers = [*pod["initContainers"], *pod["containers"]]
    names = {"migrate", "workers", "web"} | ({"engine"} if overlay == "embedded" else set())
    assert {container["args"][0] for container in containers} == names
    assert names <= set(COMMANDS)
    for container in containers:
        settings = load_settings(settings_of(overlay, container))
        is_open = settings.bind == "0.0.0.0"
        assert is_open == (container["name"] == "web"), "the engine's ports stay on the pod's loopback"
        if container["name"] == "web":
            assert "0.0.0.0" not in settings.rest_address
        assert settings.database_url


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_heads_of_the_trail_lie_on_a_claim_that_the_workers_write_and_the_pages_read(
    overlay: str,
) -> None:
    """Not on the claim of the data folder."""
    pod = pod_of(overlay)
    claims = {
        volume["name"]: volume["persistentVolumeClaim"]["claimName"]
        for volume in pod["volumes"]
        if "persistentVolumeClaim" in volume
    }
    assert claims == {"data": "jieban-data", "heads": "jieban-heads"}
    assert set(claims.values()) == {
        thing["metadata"]["name"] for thing in build(overlay) if thing["kind"] == "PersistentVolumeClaim"
    }
    mounted = {}
    for container in pod["containers"]:
        folder = str(load_settings(settings_of(overlay, container)).trail_heads_file.parent)
        for mount in container["volumeMounts"]:
            if mount["name"] == "heads":
                assert mount["mountPath"] == folder
                mounted[container["name"]] = mount.get("readOnly", False)
    assert mounted == {"workers": False, "web": True}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_nothing_runs_with_more_than_it_needs(overlay: str) -> None:
    pod = pod_of(overlay)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    for container in [*pod["initContainers"], *pod["containers"]]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]
        assert ":" not in container["image"], "the tag stands in the kustomization alone"
    assert all("livenessProbe" in container for container in pod["containers"])


def test_no_secret_value_and_no_latest_image_stands_in_a_file() -> None:
    for path in FOLDER.rglob("*.yaml"):
        thing = read(path)
        assert thing["kind"] != "Secret", path
        assert ":latest" not in path.read_text("utf-8"), path
    for part in ("base", "init"):
        images = read(FOLDER / part / "kustomization.yaml")["images"]
        assert [entry["newTag"] for entry in images] == [RELEASE]
