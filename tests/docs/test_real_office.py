"""The steps by which the READMEs set up a real office name what is shipped, and say the same in both languages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from deploy.cli import jieban

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"README.md": "## Set up a real office", "README.zh-CN.md": "## 建立真实机构"}
# A word of a step that is a path of the sources.
OURS = re.compile(r"^(deploy/|requirements)")


def section_of(name: str) -> str:
    """What a README says of the set-up."""
    return (ROOT / name).read_text("utf-8").split(PARTS[name])[1].split("\n## ")[0]


def steps(name: str) -> list[list[str]]:
    """The commands of the section, each as its words."""
    blocks = re.findall(r"^```sh\n(.*?)^```", section_of(name), re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def of_jieban(words: list[str]) -> Iterator[list[str]]:
    """The arguments that the step gives to `jieban`, directly or in a container."""
    for number, word in enumerate(words):
        if word.endswith("/bin/jieban"):
            yield words[number + 1 :]
    if words[:2] == ["docker", "compose"] and "run" in words:
        yield words[-1:]


def test_both_languages_give_the_same_steps() -> None:
    english, chinese = (steps(name) for name in PARTS)
    assert len(english) > 12
    assert english == chinese


@pytest.mark.parametrize("words", steps("README.md"), ids=" ".join)
def test_a_step_names_files_units_and_commands_that_are_shipped(words: list[str]) -> None:
    """SE-5, SE-44: the documented way did not work."""
    for word in words:
        if OURS.match(word):
            assert list(ROOT.glob(word)), word
        if word.startswith("jieban") and word.endswith((".service", ".target")):
            assert (ROOT / "deploy/systemd" / word).is_file()
    for arguments in of_jieban(words):
        command = jieban.get_command(click.Context(jieban), arguments[0])
        assert command is not None
        command.make_context(arguments[0], arguments[1:])


@pytest.mark.parametrize("name", PARTS)
def test_what_a_person_has_to_fill_in_is_named(name: str) -> None:
    """SE-44: what the files leave open: passwords, addresses of images and database, the organisation itself."""
    compose = (ROOT / "deploy/compose/compose.yaml").read_text("utf-8")
    wanted = set(re.findall(r"\$\{([A-Z_]+):\?", compose))
    kubernetes = ROOT / "deploy/kubernetes"
    for path in kubernetes.rglob("kustomization.yaml"):
        if "images" in yaml.safe_load(path.read_text("utf-8")):
            wanted.add(path.relative_to(kubernetes).as_posix())
    assert len(wanted) > 2
    section = section_of(name)
    wanted |= {"deploy/compose/.env", "base/settings.yaml", "base/network-policy.yaml", "/opt/jieban-src"}
    wanted.add("deploy/empty/organisation.json")
    assert {word for word in wanted if f"`{word}" not in section} == set()


def test_the_check_finds_a_command_that_there_is_not() -> None:
    (arguments,) = of_jieban(["runuser", "--", "/opt/jieban/bin/jieban", "install"])
    assert jieban.get_command(click.Context(jieban), arguments[0]) is None
