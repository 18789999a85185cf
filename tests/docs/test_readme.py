"""Both READMEs begin with the two commands and say the same."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from deploy.docs.bilingual import half
from deploy.docs.command_table import list_commands
from deploy.settings import Settings, environment_name
from prove.parts import load_parts
from tests.tiers.shards import load_shards

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh-CN.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_first_commands_are_make_run_and_make_test(name: str) -> None:
    shell = [body.strip() for language, body in BLOCK.findall(text_of(name)) if language == "sh"]
    assert shell[:2] == ["make run", "make test"]


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    targets |= {f"check-{shard.name}" for shard in load_shards()} | {
        f"prove-{part.name}" for part in load_parts()
    }
    assert set(re.findall(r"`make ([a-z-]+)", text_of(name))) <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_jieban_stands_in_the_table(name: str) -> None:
    usages = [usage for usage, _ in list_commands()]
    assert len(usages) > 10
    assert [usage for usage in usages if f"| `{usage}` |" not in text_of(name)] == []


@pytest.mark.parametrize("name", READMES)
def test_every_setting_stands_with_its_default(name: str) -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", text_of(name), re.MULTILINE))
    for field, info in Settings.model_fields.items():
        told = rows[environment_name(field)]
        assert told == f"`{info.default}`" or (not info.default and told in {"empty", "空"})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_settings_and_commands_are_described_in_both_languages(language: str) -> None:
    texts = [info.description or "" for info in Settings.model_fields.values()]
    texts += [text for _, text in list_commands()]
    has_chinese = [bool(re.search(r"[\u4e00-\u9fff]", half(text, language))) for text in texts]
    assert all(half(text, language) for text in texts)
    assert all(has_chinese) if language == "zh" else not any(has_chinese)


def test_both_readmes_have_the_same_parts_pictures_and_links() -> None:
    def skeleton(name: str) -> tuple[list[str], list[str], list[list[str]]]:
        text = text_of(name)
        heads = re.findall(r"^(#+) ", text, re.MULTILINE)
        links = [re.sub(r"^#.*|^README.*", "", target) for target in re.findall(r"\]\(([^)]+)\)", text)]
        tables = [
            re.findall(r"`[^`]+`|\]\([^)]+\)", row) for row in re.findall(r"^\|.*$", text, re.MULTILINE)
        ]
        return heads, links, tables

    english, chinese = (skeleton(name) for name in READMES)
    assert english[0] == chinese[0]
    assert english[1] == chinese[1]
    assert [len(row) for row in english[2]] == [len(row) for row in chinese[2]]


def test_both_readmes_list_as_many_missing_parts() -> None:
    english, chinese = text_of("README.md"), text_of("README.zh-CN.md")
    parts = [
        len(re.findall(r"^- ", text.split(head)[1].split("\n## ")[0], re.MULTILINE))
        for text, head in ((english, "## Not there yet"), (chinese, "## 还没有的部分"))
    ]
    assert parts[0] == parts[1] > 2


def test_python_version_of_the_readme_is_the_one_that_is_checked() -> None:
    project = text_of("pyproject.toml")
    assert 'requires-python = ">=3.11"' in project
    assert "Python ≥ 3.11" in text_of("README.md")
    assert sys.version_info >= (3, 11)


def test_changelog_names_the_version_of_the_project() -> None:
    version = re.search(r'^version = "(.*)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert version is not None
    assert f"## {version[1]}" in text_of("CHANGELOG.md")


def test_contributing_says_what_every_folder_of_tests_asks() -> None:
    folders = [path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")]
    assert len(folders) > 20
    assert [name for name in folders if f"`tests/{name}`" not in text_of("CONTRIBUTING.md")] == []
