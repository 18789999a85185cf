"""Reads the recorded decisions in docs/adr/, all of one layout, and writes their index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECTIONS: Final = ("Status", "Context", "Decision", "Rejected", "Consequences")
_TITLE = re.compile(r"# (?P<number>\d{4}) (?P<title>\S[^\n]*)\n\n")
_SECTION = re.compile(r"^\*\*([A-Z][a-z]+)\.\*\*", re.MULTILINE)
_RELATION = re.compile(
    r"(?P<word>Supersedes|Superseded)(?P<part> in part)?(?: by)? \[(?P<number>\d{4})\]\((?P<file>[^)\s]+)\)"
    r"(?P<more>(?:,| and) \[)?"
)
_TOLD = re.compile(r"\bSupersede[sd]\b")


class DecisionFault(ValueError):
    """A file in docs/adr/ is not of the layout of all others."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; the relations map the number of the other one to whether only a part is meant."""

    number: str
    title: str
    file_name: str
    supersedes: Mapping[str, bool]
    superseded_by: Mapping[str, bool]

    @property
    def is_accepted(self) -> bool:
        """Whether it still holds, be it in part."""
        return all(self.superseded_by.values())

    @property
    def status(self) -> str:
        """The word with which its status begins."""
        return "Accepted" if self.is_accepted else "Superseded"


def read_decision(path: Path) -> Decision:
    """Raises DecisionFault with the name of the file and what it lacks."""
    text = path.read_text("utf-8")
    head = _TITLE.match(text)
    if head is None or not path.name.startswith(f"{head['number']}-"):
        raise DecisionFault(
            f"{path.name}: begins with `# NNNN Title`, the number as in its name, and an empty line"
        )
    found = tuple(_SECTION.findall(text))
    if found != SECTIONS:
        layout = " ".join(f"**{section}.**" for section in SECTIONS)
        raise DecisionFault(
            f"{path.name}: has the paragraphs {found}, not {layout} (`**Status.** Accepted.` first)"
        )
    status = text[head.end() :].partition("\n\n**Context.**")[0].removeprefix("**Status.** ")
    relations = _list_relations(status, path)
    decision = Decision(
        head["number"],
        head["title"],
        path.name,
        {one["number"]: bool(one["part"]) for one in relations if one["word"] == "Supersedes"},
        {one["number"]: bool(one["part"]) for one in relations if one["word"] == "Superseded"},
    )
    if not status.startswith((f"{decision.status}.", f"{decision.status} by")):
        raise DecisionFault(f"{path.name}: its status begins with {decision.status!r}")
    if stray := [one["file"] for one in relations if not one["file"].startswith(f"{one['number']}-")]:
        raise DecisionFault(f"{path.name}: {stray} are not the files of those numbers")
    return decision


def _list_relations(status: str, path: Path) -> list[re.Match[str]]:
    relations = list(_RELATION.finditer(status))
    if len(relations) != len(_TOLD.findall(status)) or any(one["more"] for one in relations):
        raise DecisionFault(f"{path.name}: says `Supersedes in part [NNNN](file).`, each by itself")
    return relations


def list_decisions(folder: Path) -> list[Decision]:
    """All decisions by number; DecisionFault for the first of another layout."""
    return [read_decision(path) for path in sorted(folder.glob("*.md")) if path.name != "README.md"]


def decisions_text(folder: Path) -> str:
    """The index: every decision with its status."""
    lines = [
        "# Decisions",
        "",
        "Written by `python -m deploy.docs` from the files beside it. One decision a file: a title with its number, then the",
        "paragraphs *Status*, *Context*, *Decision*, *Rejected*, *Consequences*, at most a page. A decision that no longer",
        "holds stays. Its status is then *Superseded by*, or *Accepted. Superseded in part by*, with a link to its successor,",
        "and that one says *Supersedes* or *Supersedes in part* with a link back (`tests/docs/test_decisions.py`).",
        "",
        "| no. | decision | status |",
        "|---|---|---|",
    ]
    for one in list_decisions(folder):
        lines.append(f"| {one.number} | [{one.title}]({one.file_name}) | {_status_cell(one)} |")
    return "\n".join(lines) + "\n"


def _status_cell(one: Decision) -> str:
    by = [f"{'in part ' if part else ''}by {number}" for number, part in one.superseded_by.items()]
    return f"superseded {', '.join(by)}" if by else "accepted"
