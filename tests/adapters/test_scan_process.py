"""Scans are read in a process of their own that ends at its limits; each says why, and the next one is read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters import scan_process
from adapters.scan_process import ScanProcess
from models.ground.errors import Crowded
from services.ports.scans import ScanRefused
from tests.scanned_batch import blank, bomb_pdf, letter, locked_pdf, pdf_of, tiff_of


@pytest.fixture
def scans(tmp_path: Path) -> ScanProcess:
    return ScanProcess(tmp_path / "run" / "scans.lock")


def large_tiff(side: int = 30_000) -> bytes:
    """Some kilobytes whose head says nearly a billion dots."""
    target = BytesIO()
    Image.new("1", (side, side)).save(target, "TIFF", compression="group4")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4\nnothing\n%%EOF\n", "UNREADABLE"),
        (b"II*\x00nothing", "UNREADABLE"),
        (b"", "UNREADABLE"),
        (locked_pdf(), "ENCRYPTED"),
        (large_tiff(), "TOO_LARGE"),
    ],
    ids=["torn pdf", "torn tiff", "nothing", "locked", "large tiff"],
)
def test_what_is_hostile_or_broken_ends_its_own_process_and_says_why(
    scans: ScanProcess, content: bytes, code: str
) -> None:
    with pytest.raises(ScanRefused) as refused:
        scans.read_pages(content, 1, 10)
    assert refused.value.code == code
    read = scans.read_pages(pdf_of([letter(1), blank()]), 1, 10)
    assert (read.total, [page.is_blank for page in read.pages]) == (2, [False, True])


def test_one_that_takes_too_long_is_ended_and_one_whose_turn_does_not_come_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pdf_of([letter(1)])
    with pytest.raises(ScanRefused) as refused:
        ScanProcess(tmp_path / "lock", 0.0001).read_pages(content, 1, 1)
    assert refused.value.code == "TOO_LARGE"
    monkeypatch.setattr(scan_process, "WAIT_SECONDS", 0.1)
    with scan_process.take_turn(tmp_path / "lock", 1.0), pytest.raises(Crowded):
        ScanProcess(tmp_path / "lock").read_pages(content, 1, 1)


def test_pages_are_read_some_at_a_time_and_cut_as_they_are(scans: ScanProcess) -> None:
    for content in (pdf_of([letter(no) for no in range(5)]), tiff_of([letter(no) for no in range(5)])):
        assert len(scans.read_pages(content, 4, 9).pages) == 2
        assert scans.read_pages(content, 6, 9).total == 5
        assert scans.read_pages(scans.cut(content, 2, 4), 1, 9).total == 3
        for first, last in ((0, 1), (3, 2), (5, 6)):
            with pytest.raises(ScanRefused):
                scans.cut(content, first, last)


def test_a_long_thing_in_a_tiff_is_cut_page_by_page(
    scans: ScanProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More dots than the process may hold at once: 14 sheets of A3 in 600 dots to the inch."""
    page, target = Image.new("1", (8_000, 9_000), 1), BytesIO()
    page.save(target, "TIFF", save_all=True, append_images=[page] * 13, compression="group4")
    assert scans.read_pages(scans.cut(target.getvalue(), 1, 14), 15, 15).total == 14


def test_a_picture_of_billions_of_dots_is_not_drawn_and_the_page_stays_to_be_cut(scans: ScanProcess) -> None:
    """The reader of PDF takes no more memory than its process may, and goes on without the picture."""
    content = bomb_pdf()
    assert len(content) < 10_000
    assert scans.read_pages(content, 1, 1).pages[0].codes == ()
    assert scans.cut(content, 1, 1).startswith(b"%PDF-")
