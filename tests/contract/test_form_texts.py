"""Every built-in text of form-js has its Chinese, and the build refuses a form-js whose texts moved."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from deploy.webbuild import SOURCES, node_command
from tests.contract.lint import require_built

FORM_JS = SOURCES / "node_modules" / "@bpmn-io" / "form-js-viewer" / "dist" / "index.es.js"
DOCUMENTATION = {"HELLO {you}"}  # example in a comment of the translate service


def sent_texts() -> set[str]:
    source = FORM_JS.read_text("utf-8")
    found = re.findall(r"""translate\((?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""", source)
    return {single or double for single, double in found} - DOCUMENTATION


def chinese_texts() -> set[str]:
    table = (SOURCES / "form" / "chinese.js").read_text("utf-8")
    found = re.findall(r"""^  (?:'([^']*)'|"([^"]*)"): '""", table, flags=re.MULTILINE)
    return {single or double for single, double in found}


def test_every_text_has_its_chinese() -> None:
    require_built()
    assert len(sent_texts()) > 30
    assert sent_texts() == chinese_texts()


def test_moved_text_stops_the_build() -> None:
    require_built()
    patch = (SOURCES / "tools" / "patch-form-texts.mjs").as_uri()
    program = f"const m = await import('{patch}'); m.applyPatches('nothing to patch here');"
    done = subprocess.run(
        [*node_command(), "--input-type=module", "-e", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "occurs 0 times instead of 1" in done.stderr


@pytest.mark.parametrize("name", ["package-lock.json", ".npmrc"])
def test_no_address_of_a_registry_is_named(name: str) -> None:
    text = Path(SOURCES / name).read_text("utf-8")
    assert "resolved" not in text.replace("omit-lockfile-registry-resolved", "")
    assert "://registry" not in text
