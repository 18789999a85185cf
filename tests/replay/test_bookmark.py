"""A replay that is stopped and resumed knows what happened before."""

from __future__ import annotations

from pathlib import Path

from deploy.replay.cases import Offer, View
from deploy.replay.progress import Bookmark


def test_what_happened_before_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "replay.json"
    bookmark = Bookmark(path)
    bookmark.know("S001", number="YH-2026-000001", complaint_id="a", query_code="b")
    bookmark.know_split("S001", 2, 3)
    offer = Offer("xun.wenshi", "draft-opinion", 3, "2026-09-07T10:20:00+08:00")
    bookmark.know_looks("S001", [offer], [View("SJ", "sheet", "窗口")])
    bookmark.refuse("S001.3", "no open task")
    bookmark.add("S001.3")
    again = Bookmark.open(path)
    assert again == bookmark
    assert again.has("S001.3")
    assert not again.has("S001.4")


def test_a_bookmark_of_before_refusals_were_kept_opens(tmp_path: Path) -> None:
    path = tmp_path / "replay.json"
    path.write_text('{"events": ["W1.0"], "numbers": {"W1": ["YH-2026-000001", "a"]}}')
    assert Bookmark.open(path) == Bookmark(path, {"W1.0"}, {"W1": ("YH-2026-000001", "a", "")})
