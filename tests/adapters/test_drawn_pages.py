"""Pages of documents are drawn within the limits of pictures; what is drawn once is kept (SE-6)."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from adapters import picture_process
from adapters.picture_process import PictureProcess
from services.ports.pictures import PictureTooLarge, PictureUnreadable


def document(*sizes: tuple[float, float]) -> bytes:
    made, target = pypdfium2.PdfDocument.new(), io.BytesIO()
    for width, height in sizes:
        made.new_page(width, height)
    made.save(target)
    return target.getvalue()


@pytest.fixture
def pictures(tmp_path: Path) -> PictureProcess:
    return PictureProcess(tmp_path / "run" / "pictures.lock")


def test_each_page_is_a_picture_and_a_large_sheet_is_drawn_no_larger_than_a_screen_needs(
    pictures: PictureProcess,
) -> None:
    content = document((595, 842), (14_400, 14_400))
    assert pictures.count_pages(content) == 2
    sizes = [Image.open(io.BytesIO(pictures.draw_page(content, number))).size for number in (1, 2)]
    assert sizes == [(1071, 1516), (2400, 2400)]
    with Image.open(io.BytesIO(pictures.draw_small(content, "application/pdf"))) as small:
        assert (small.format, max(small.size)) == ("JPEG", 240)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken\n%%EOF", document((595, 842))[:200]])
def test_what_is_no_document_is_unreadable(pictures: PictureProcess, content: bytes) -> None:
    for draw in (pictures.count_pages, lambda given: pictures.draw_page(given, 1)):
        with pytest.raises(PictureUnreadable):
            draw(content)


def test_a_page_that_is_not_there_is_unreadable(pictures: PictureProcess) -> None:
    for number in (0, 2):
        with pytest.raises(PictureUnreadable):
            pictures.draw_page(document((595, 842)), number)


def test_a_document_that_takes_too_long_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(PictureTooLarge):
        PictureProcess(tmp_path / "lock", draw_seconds=0.0001).count_pages(document((595, 842)))


def test_a_page_is_drawn_once_and_only_the_newest_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a turn for what was drawn already."""
    monkeypatch.setattr(picture_process, "MOST_KEPT", 2)
    content, lock = document((595, 842), (595, 842), (595, 842)), tmp_path / "run" / "pictures.lock"
    pictures = PictureProcess(lock, wait_seconds=0.2)
    first = pictures.draw_page(content, 1)
    with PictureProcess(lock)._turn():
        assert pictures.draw_page(content, 1) == first
    for number in (2, 3):
        pictures.draw_page(content, number)
    kept = list((lock.parent / "drawings").iterdir())
    assert len(kept) == 2
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
