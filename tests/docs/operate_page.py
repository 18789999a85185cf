"""docs/operate.md as data: its sentences with their marks, and its requests as they stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operate.md"
UNSEEN = "未在真实集群上核对"
MARK = re.compile(r"\[(O\d+|" + UNSEEN + r")\]")
# What the page says of itself and of Jieban stands in block quotes; tables say what a word of a sentence means.
_NO_MATTER = re.compile(r"^(#|>|\|)")
_REQUEST = re.compile(r"^\| (O\d+) \| `([A-Z]+) /v2/([^`]+)` \| (?:`(.+)`)? *\|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Request:
    """One row of the last table; keys in braces are filled in when it is sent."""

    method: str
    path: str
    body: str

    def filled(self, keys: Mapping[str, str]) -> tuple[str, str, object]:
        """Method, path and body with these keys."""
        path, body = self.path, self.body
        for name, key in keys.items():
            path, body = path.replace(f"{{{name}}}", key), body.replace(f"{{{name}}}", key)
        return self.method, path, json.loads(body) if body else None


def list_requests(text: str) -> dict[str, Request]:
    """The requests by number."""
    return {row[0]: Request(row[1], row[2], row[3]) for row in _REQUEST.findall(text)}


def list_sentences(text: str) -> list[str]:
    """Every sentence that matters something, without its bullet."""
    told = text.partition("## Requests")[0]
    lines = ["" if _NO_MATTER.match(line) else line for line in told.splitlines()]
    blocks = re.split(r"\n\s*\n|\n(?=- |\d+\. )", "\n".join(lines))
    flat = [re.sub(r"^(- |\d+\. )", "", " ".join(block.split())) for block in blocks]
    return [sentence for block in flat for sentence in re.split(r"(?<=\.)\s+(?=[A-Z*`])", block) if sentence]
