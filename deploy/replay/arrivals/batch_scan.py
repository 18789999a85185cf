"""A box or a tray of which several things came is scanned in one go: before the pages of each lies its cover sheet."""

from __future__ import annotations

import io
import time

import httpx
import pypdfium2
from PIL import Image

from deploy.replay.evidence_files import draw_page
from deploy.replay.page_reading import StepRefused, get_page, raise_for_refusal, read_hidden
from deploy.replay.samples import Story

_DPI = 200
_READ = 'http-equiv="refresh"'  # the page asks again as long as the scan is read
_LONGEST_WAIT = 60.0  # seconds of real time; the workers look for scans every few
_PAUSE = 0.2


def is_scanned_together(story: Story) -> bool:
    """Whether more than one thing lay there and no scan of its own is told."""
    return int(story.raw.get("pieces") or 1) > 1 and not story.raw.get("scan")


def scan_together(clerk: httpx.Client, opening: str, story: Story) -> None:
    """Bring the scan of the whole opening and wait until its pages lie with their things; StepRefused where some do not."""
    batch = make_batch(get_page(clerk, f"{opening}/covers.pdf").content, story)
    page = f"{opening}/scans"
    token = {"csrf_token": read_hidden(get_page(clerk, page), "csrf_token")}
    file = {"scan": (f"{story.id}-整批.pdf", batch, "application/pdf")}
    brought = clerk.post(page, data=token, files=file, follow_redirects=True)
    raise_for_refusal(brought)
    limit = time.monotonic() + _LONGEST_WAIT
    while _READ in brought.text:
        if time.monotonic() > limit:
            raise StepRefused("the scan was not read within a minute")
        time.sleep(_PAUSE)
        brought = get_page(clerk, str(brought.url.path))
    if "row-near" in brought.text:
        raise StepRefused("not every page of the scan lies with its thing")


def make_batch(covers: bytes, story: Story) -> bytes:
    """What the scanner makes of the printed cover sheets with a written page behind each."""
    pages: list[Image.Image] = []
    with pypdfium2.PdfDocument(covers) as printed:
        for sheet in printed:
            pages += [sheet.render(scale=_DPI / 72, grayscale=True).to_pil(), draw_page(story).convert("L")]
    content, at = io.BytesIO(), story.received_at.timetuple()
    pages[0].save(
        content, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI, creationDate=at, modDate=at
    )
    return content.getvalue()
