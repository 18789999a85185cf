"""Every recorded decision has the one layout, a status, and tells of its successor as that one tells of it (HS-29)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from deploy.docs.decisions import Decision, DecisionFault, decisions_text, list_decisions, read_decision

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "adr"
BODY = "**Context.** C.\n\n**Decision.** D.\n\n**Rejected.** R.\n\n**Consequences.** E.\n"


def write(
    folder: Path, number: str, status: str = "Accepted.", *, title: str = "T", body: str = BODY
) -> Path:
    path = folder / f"{number}-x.md"
    path.write_text(f"# {number} {title}\n\n**Status.** {status}\n\n{body}", "utf-8")
    return path


def list_one_sided(decisions: Iterable[Decision]) -> list[str]:
    """A sentence for each number taken twice and each relation that only one of its two files tells."""
    known: dict[str, Decision] = {}
    faults = []
    for one in decisions:
        if one.number in known:
            faults.append(f"{one.number} is taken by {known[one.number].file_name} and {one.file_name}")
        known[one.number] = one
    for one in known.values():
        faults += [
            f"{one.number} supersedes {other}, which does not say so"
            for other, part in one.supersedes.items()
            if other not in known or known[other].superseded_by.get(one.number) is not part
        ]
        faults += [
            f"{one.number} is superseded by {other}, which does not say so"
            for other, part in one.superseded_by.items()
            if other not in known or known[other].supersedes.get(one.number) is not part
        ]
    return faults


def test_every_decision_has_the_one_layout_and_a_number_of_its_own() -> None:
    """HS-29: else the words of the fault say what to do; then run `python -m deploy.docs`."""
    decisions = list_decisions(FOLDER)
    assert len(decisions) > 80
    assert list_one_sided(decisions) == []


def test_the_index_lists_them_all() -> None:
    """HS-29."""
    text = (FOLDER / "README.md").read_text("utf-8")
    assert text == decisions_text(FOLDER)
    assert text.count("| [") == len(list(FOLDER.glob("[0-9]*.md")))


def test_a_decision_that_holds_in_part_is_still_accepted() -> None:
    """HS-29."""
    found = {one.number: one for one in list_decisions(FOLDER)}
    assert found["0032"].superseded_by == {"0068": True}
    assert found["0032"].is_accepted
    assert "| superseded in part by 0068 |" in decisions_text(FOLDER)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# 1. T\n\n**Status.** Accepted.\n\n" + BODY, "begins with `# NNNN Title`"),
        ("# 0002 T\n\n**Status.** Accepted.\n\n" + BODY, "the number as in its name"),
        ("# 0001 T\n\n" + BODY, "has the paragraphs"),
        ("# 0001 T\n\n## Context\nC.\n", "has the paragraphs"),
        ("# 0001 T\n\n**Status.** Accepted.\n\n" + BODY.replace("Rejected", "Refused"), "has the paragraphs"),
        ("# 0001 T\n\n**Status.** Proposed.\n\n" + BODY, "begins with 'Accepted'"),
        (
            "# 0001 T\n\n**Status.** Accepted. Superseded by [0002](0002-x.md).\n\n" + BODY,
            "begins with 'Superseded'",
        ),
        (
            "# 0001 T\n\n**Status.** Accepted. Supersedes in part [ADR 0002](0002-x.md).\n\n" + BODY,
            "each by itself",
        ),
        (
            "# 0001 T\n\n**Status.** Accepted. Supersedes [0002](0002-x.md) and [0003](0003-x.md).\n\n"
            + BODY,
            "each by itself",
        ),
        (
            "# 0001 T\n\n**Status.** Superseded by [0002](0003-x.md).\n\n" + BODY,
            "not the files of those numbers",
        ),
    ],
)
def test_another_layout_is_refused_by_name(text: str, told: str, tmp_path: Path) -> None:
    """HS-29 probe."""
    path = tmp_path / "0001-x.md"
    path.write_text(text, "utf-8")
    with pytest.raises(DecisionFault, match="0001-x") as fault:
        read_decision(path)
    assert told in str(fault.value)


def test_a_relation_that_one_side_hides_is_found(tmp_path: Path) -> None:
    """HS-29 probe."""
    write(tmp_path, "0001")
    write(tmp_path, "0002", "Accepted. Supersedes [0001](0001-x.md).")
    assert list_one_sided(list_decisions(tmp_path)) == ["0002 supersedes 0001, which does not say so"]
    write(tmp_path, "0001", "Accepted. Superseded in part by [0002](0002-x.md): the half.")
    assert len(list_one_sided(list_decisions(tmp_path))) == 2
    write(tmp_path, "0001", "Superseded by [0002](0002-x.md).")
    assert list_one_sided(list_decisions(tmp_path)) == []
    write(tmp_path, "0003", "Superseded by [0009](0009-x.md).")
    (tmp_path / "0001-y.md").write_text((tmp_path / "0001-x.md").read_text("utf-8"), "utf-8")
    assert len(list_one_sided(list_decisions(tmp_path))) == 2
