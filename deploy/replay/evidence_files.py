"""The files that a story's person sends: a recording that lies beside the story as it is, others made by code.

Those a story names only: they are small, drawn or written, and the same at each start. No letter is drawn that the fonts
of a machine might lack: a slip of a queue is its number, a moment and its code; a screen is its boxes; a paper is its lines.
"""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageFont

from deploy.replay.samples import Story

_PAPER, _INK, _GREY, _BLUE = (252, 251, 246), (30, 32, 36), (208, 211, 216), (11, 77, 162)
_SIZE = (720, 960)
_LINES = 16
_MOST_WAITING = 200
_RATE = 8000  # samples a second; a voice on the telephone has as many
_WINDOW = re.compile(r"[A-NZ]\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a form sends it."""

    name: str
    content: bytes
    media_type: str


def as_sent(files: Sequence[SentFile]) -> list[tuple[str, tuple[str, bytes, str]]]:
    """As the pages for filing and registering take them."""
    return [("attachments", (file.name, file.content, file.media_type)) for file in files]


def files_of(story: Story) -> list[SentFile]:
    """What the raw material names: a recording that lies there, and what code can make; others, as of Word, are left out."""
    made = ((name, _MAKERS.get(PurePath(name).suffix.lower())) for name in _list_names(story.raw))
    return [
        SentFile(name, _recording_of(story, name) or maker[1](story, name), maker[0])
        for name, maker in made
        if maker is not None
    ]


def _recording_of(story: Story, name: str) -> bytes | None:
    recorded = story.raw.get("wav")
    return story.read_file(recorded) if PurePath(str(recorded)).name == name else None


def _list_names(raw: Mapping[str, Any]) -> Iterator[str]:
    sent = raw.get("form") or raw
    # Work orders of 12345 name their files alone.
    yield from (
        str(file if isinstance(file, str) else file["name"]) for file in sent.get("attachments") or ()
    )
    if recorded := raw.get("wav"):
        yield PurePath(str(recorded)).name


def draw_page(story: Story) -> Image.Image:
    """A page that was written on, as it lies in the scanner."""
    return _draw_paper(story)


def draw_scan(story: Story) -> bytes:
    """A page that was written on, as a scanner keeps it."""
    return _as_pdf(story, "")


def _draw_slip(story: Story, name: str) -> Image.Image:
    """The slip of a queue: window, number, moment, and its code."""
    picture = Image.new("RGB", _SIZE, _GREY)
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((110, 60, 610, 900), fill=_PAPER, outline=_INK)
    window = _WINDOW.search(str(story.raw)) or ("A01",)
    number = sum(name.encode()) % _MOST_WAITING
    for top, size, text in (
        (110, 130, window[0]),
        (290, 60, f"No. {number:04d}"),
        (380, 34, f"{story.received_at:%Y-%m-%d %H:%M}"),
    ):
        drawn.text((360, top), text, fill=_INK, anchor="ma", font=ImageFont.load_default(size))
    drawn.line((150, 450, 570, 450), fill=_GREY, width=3)
    code = io.BytesIO()
    segno.make(f"{window[0]}-{number:04d}", error="m", micro=False).save(code, kind="png", scale=12, border=2)
    with Image.open(code) as square:
        picture.paste(square.convert("RGB").resize((340, 340)), (190, 500))
    return picture


def _draw_screen() -> Image.Image:
    """A page of an app: its head, its rows and its button."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, 0, _SIZE[0], 110), fill=_BLUE)
    for row in range(5):
        top = 160 + row * 120
        drawn.rounded_rectangle((50, top, 670, top + 90), 12, outline=_GREY, width=3)
        drawn.rectangle((80, top + 36, 220 + row * 70, top + 54), fill=_INK)
    drawn.rounded_rectangle((50, 800, 670, 890), 16, fill=_BLUE)
    return picture


def _draw_paper(story: Story) -> Image.Image:
    """A page that is written on, with its day and a stamp."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((210, 80, 510, 110), fill=_INK)
    for line in range(_LINES):
        top = 170 + line * 38
        drawn.rectangle((80, top, 640 if line % 5 != 4 else 380, top + 10), fill=_GREY)
    drawn.ellipse((470, 790, 620, 940), outline=(190, 30, 30), width=6)
    day = f"{story.received_at:%Y-%m-%d}"
    drawn.text((80, 850), day, fill=_INK, font=ImageFont.load_default(34))
    return picture


def _as_jpeg(story: Story, name: str) -> bytes:
    return _saved(_draw_slip(story, name), "JPEG", quality=70)


def _as_png(_story: Story, _name: str) -> bytes:
    return _saved(_draw_screen(), "PNG", optimize=True)


def _as_pdf(story: Story, _name: str) -> bytes:
    # Pillow writes the moment of now otherwise.
    at = story.received_at.timetuple()
    return _saved(_draw_paper(story), "PDF", creationDate=at, modDate=at)


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def _as_wave(_story: Story, _name: str) -> bytes:
    """Two seconds of a tone that comes and goes, as of a call that is put through."""
    content = io.BytesIO()
    with wave.open(content, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(_RATE)
        tone = (128 + (40 if (at // 10) % 2 else -40) * ((at // (_RATE // 4)) % 2) for at in range(2 * _RATE))
        written.writeframes(bytes(tone))
    return content.getvalue()


_MAKERS: dict[str, tuple[str, Callable[[Story, str], bytes]]] = {
    ".jpg": ("image/jpeg", _as_jpeg),
    ".png": ("image/png", _as_png),
    ".pdf": ("application/pdf", _as_pdf),
    ".wav": ("audio/wav", _as_wave),
}
