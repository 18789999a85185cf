"""Which files are generated, and the text each must have now."""

from __future__ import annotations

import re
from pathlib import Path

from deploy.docs.command_table import command_table
from deploy.docs.decisions import decisions_text
from deploy.docs.replay_text import replay_text
from deploy.docs.requirements_text import requirements_text
from deploy.docs.retention_table import retention_table
from deploy.docs.security_text import security_text
from deploy.docs.setting_table import setting_table
from deploy.docs.states_text import states_text
from deploy.parts.licences_text import licences_text
from deploy.parts.locked_parts import list_parts
from deploy.parts.part_rules import load_rules
from deploy.parts.part_table import load_table
from prove.parts import load_parts
from prove.reliability import reliability_text

ROOT = Path(__file__).resolve().parents[2]
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}


def generated_files() -> dict[Path, str]:
    """Every generated file with the text it must have now; a README keeps what stands outside its marks."""
    docs = ROOT / "docs"
    pages = {
        docs / "states.md": states_text(),
        docs / "replay.md": replay_text(),
        docs / "requirements.md": requirements_text(ROOT / "tests", (ROOT / "README.md").read_text("utf-8")),
        docs / "operations.md": _operations_text(docs / "operations.md"),
        docs / "adr" / "README.md": decisions_text(docs / "adr"),
        docs / "reliability.md": reliability_text(load_parts()),
        docs / "security.md": security_text(ROOT),
        docs / "licences.md": licences_text(list_parts(ROOT), load_table(), load_rules()),
    }
    return pages | {ROOT / name: _readme_text(ROOT / name, language) for name, language in READMES.items()}


def list_stale() -> dict[Path, str]:
    """Generated files that do not say what the code says, with what they should say."""
    return {
        path: text
        for path, text in generated_files().items()
        if not path.is_file() or path.read_text("utf-8") != text
    }


def replace_block(text: str, name: str, content: str) -> str:
    """`text` with `content` between the marks of `name`; ValueError when the marks are missing."""
    pattern = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda mark: f"{mark[1]}\n{content}\n{mark[2]}", text)
    if count != 1:
        raise ValueError(f"the marks of {name!r} stand {count} times, not once")
    return replaced


def _operations_text(path: Path) -> str:
    return replace_block(path.read_text("utf-8"), "retention", retention_table())


def _readme_text(path: Path, language: str) -> str:
    text = replace_block(path.read_text("utf-8"), "settings", setting_table(language))
    return replace_block(text, "commands", command_table(language))
