"""Pictures are drawn in a process of their own that ends at its limits; the office goes on (SE-6)."""

from __future__ import annotations

import io
import os
import signal
import struct
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from adapters import picture_process
from adapters.picture_process import PictureProcess
from models.ground.errors import Crowded
from services.ports.pictures import PictureTooLarge, PictureUnreadable


@pytest.fixture
def pictures(tmp_path: Path) -> PictureProcess:
    return PictureProcess(tmp_path / "run" / "pictures.lock")


def blank_png(side: int) -> bytes:
    """A small file that says it has so many pixels each way, and has them."""
    row = b"\0" + bytes(side // 8 + 1)
    packer, data = zlib.compressobj(9), b""
    for _ in range(side):
        data += packer.compress(row)
    data += packer.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def photo(kind: str, width: int = 64, height: int = 48, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_drawn_upright_without_metadata(
    pictures: PictureProcess, kind: str, media_type: str
) -> None:
    """The copy shows what the picture shows and tells nothing else."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "CANARY-PLACE", 6  # description; turned by a quarter
    content = photo(kind, exif=exif)
    copy = pictures.redraw(io.BytesIO(content), media_type)
    assert b"CANARY-PLACE" in content
    assert b"CANARY-PLACE" not in copy
    with Image.open(io.BytesIO(copy)) as image:
        assert (image.format, image.size) == (kind, (48, 64))


def test_a_head_that_names_too_many_pixels_is_enough(pictures: PictureProcess) -> None:
    """SE-6: 7000 x 7000 of 143 kB took 500 MB and 6.7 s; it is refused before anything is decoded."""
    content = blank_png(7_000)
    assert len(content) < 200_000
    began = os.times()
    with pytest.raises(PictureTooLarge):
        pictures.redraw(io.BytesIO(content), "image/png")
    spent = os.times()
    assert spent.children_user - began.children_user < 1.0


def test_a_photograph_of_a_telephone_with_more_pixels_is_drawn_smaller(pictures: PictureProcess) -> None:
    """Nobody is refused for a good camera: 48 million pixels come out at half the size."""
    copy = pictures.redraw(io.BytesIO(photo("JPEG", 8_000, 6_000)), "image/jpeg")
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (4_000, 3_000)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        photo("PNG")[:60],
        photo("PNG").replace(b"IDAT", b"IDAX"),
        b"\xff\xd8\xff" + bytes(100),
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"",
    ],
)
def test_what_is_no_picture_is_unreadable(pictures: PictureProcess, content: bytes) -> None:
    """SE-6: malformed ones end that process alone, with a word."""
    media_type = "image/jpeg" if content.startswith(b"\xff") else "image/png"
    with pytest.raises(PictureUnreadable):
        pictures.redraw(io.BytesIO(content), "image/webp" if content.startswith(b"RIFF") else media_type)


def test_memory_beyond_the_limit_is_refused(
    pictures: PictureProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """SE-6: the system says no inside that process."""
    _plant(monkeypatch, tmp_path, "MEMORY_BYTES = 800", "MEMORY_BYTES = 120")
    with pytest.raises(PictureTooLarge):
        pictures.redraw(io.BytesIO(photo("PNG", 6_000, 6_000)), "image/png")


def test_time_beyond_the_limit_ends_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SE-6: by the processor's time, and by the clock when it only waits."""
    endless = ("    try:\n", "    while True:\n        pass\n    try:\n")
    _plant(monkeypatch, tmp_path, "CPU_SECONDS = 20", "CPU_SECONDS = 1", *endless)
    with pytest.raises(PictureTooLarge):
        PictureProcess(tmp_path / "lock").redraw(io.BytesIO(photo("PNG")), "image/png")
    _plant(monkeypatch, tmp_path, "    try:\n", "    signal.pause()\n    try:\n")
    with pytest.raises(PictureTooLarge):
        PictureProcess(tmp_path / "lock", draw_seconds=0.5).redraw(io.BytesIO(photo("PNG")), "image/png")


def test_a_killed_process_asks_to_come_again_and_the_next_is_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """SE-6: the picture is not to blame for a kill in the middle."""
    pictures = PictureProcess(tmp_path / "lock")
    with monkeypatch.context() as planted:
        _plant(planted, tmp_path, "    try:\n", "    signal.pause()\n    try:\n")
        with ThreadPoolExecutor(1) as threads:
            drawing = threads.submit(pictures.redraw, io.BytesIO(photo("PNG")), "image/png")
            os.kill(_wait_for(_drawing_process), signal.SIGKILL)
            with pytest.raises(Crowded):
                drawing.result()
    assert pictures.redraw(io.BytesIO(photo("PNG")), "image/png")


def test_one_at_a_time_and_who_waits_too_long_comes_again(tmp_path: Path) -> None:
    """SE-6: also between processes: the turn is a lock on a file of the office."""
    lock = tmp_path / "lock"
    with PictureProcess(lock)._turn():
        began = time.monotonic()
        with pytest.raises(Crowded):
            PictureProcess(lock, wait_seconds=0.2).redraw(io.BytesIO(photo("PNG")), "image/png")
        assert time.monotonic() - began < 5
    assert PictureProcess(lock, wait_seconds=0.2).redraw(io.BytesIO(photo("PNG")), "image/png")


def _plant(monkeypatch: pytest.MonkeyPatch, folder: Path, *changes: str) -> None:
    """The program with some words replaced, the first of each only."""
    program = (Path(picture_process.__file__).parent / "draw_picture.py").read_text("utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in program
        program = program.replace(old, new, 1)
    planted = folder / "planted_program.py"
    planted.write_text(program, "utf-8")
    monkeypatch.setattr(picture_process, "PROGRAM", planted)


def _drawing_process() -> int | None:
    """The process that draws, once it waits in `pause` (state S) with its limits set."""
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if b"planted_program" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    return None


def _wait_for(find: Callable[[], int | None]) -> int:
    limit = time.monotonic() + 30
    while (found := find()) is None:
        assert time.monotonic() < limit
        threading.Event().wait(0.01)
    return found
