"""Every relative link and picture of every document leads somewhere, and pictures stay small."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LARGEST_PICTURE = 200_000  # bytes; a README opens on a phone too
NOT_OURS = {"node_modules", ".venv", "var"}


def documents() -> list[Path]:
    """Every Markdown file of the repository."""
    return sorted(path for path in ROOT.rglob("*.md") if not NOT_OURS & set(path.relative_to(ROOT).parts))


def broken_links(text: str, folder: Path) -> list[str]:
    targets = LINK.findall(FENCE.sub("", text))
    return [target for target in targets if not leads_somewhere(target, text, folder)]


def leads_somewhere(target: str, text: str, folder: Path) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    path, _, anchor = target.partition("#")
    if path:
        return (folder / path).exists()
    return anchor in {anchor_of(line) for line in text.splitlines() if line.startswith("#")}


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lstrip("#").strip().lower()).replace(" ", "-")


def test_documents_are_found() -> None:
    names = {str(path.relative_to(ROOT)) for path in documents()}
    assert {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/process.md"} <= names


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert broken_links(path.read_text("utf-8"), path.parent) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    text = "# A b\n[x](no.md) ![y](no.png) [z](#c) [fine](#a-b) [web](https://example.org)\n```\n[no](link.md)\n```\n"
    assert broken_links(text, tmp_path) == ["no.md", "no.png", "#c"]


def test_pictures_are_small_and_used() -> None:
    pictures = [path for path in (ROOT / "docs" / "images").iterdir() if path.suffix in {".png", ".svg"}]
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
    told = "".join(path.read_text("utf-8") for path in documents())
    assert [path.name for path in pictures if f"images/{path.name}" not in told] == []


def test_a_document_names_no_place_of_one_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    texts = {name: (ROOT / name).read_text("utf-8") for name in tracked.stdout.split()}
    assert texts
    assert [name for name, text in texts.items() if re.search(r"(?<![\w.])/(work|root|home)/", text)] == []
