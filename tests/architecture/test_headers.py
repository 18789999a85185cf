"""No answer builds a header from the words of people: a header holds Latin-1, a name holds what people type."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_file_name_reaches_a_header_through_flask_only() -> None:
    """UX-1 SE-1: `send_file` writes a name in any script; a header by hand was accepted by Flask's client alone."""
    sources = [*(ROOT / "api").rglob("*.py"), *(ROOT / "deploy").rglob("*.py")]
    assert len(sources) > 50
    by_hand = [path.name for path in sources if "content-disposition" in path.read_text("utf-8").lower()]
    assert by_hand == []
