"""What lay in a box or in the mail: two people open it, the second confirms, and what was found is registered."""

from __future__ import annotations

import re
from pathlib import PurePath
from uuid import uuid4

import httpx

from deploy.replay.arrivals.batch_scan import is_scanned_together, scan_together
from deploy.replay.evidence_files import SentFile, as_sent, draw_scan, files_of
from deploy.replay.intake_door import registration_fields
from deploy.replay.office import Office
from deploy.replay.organisation import openers
from deploy.replay.page_reading import (
    Receipt,
    StepRefused,
    get_page,
    raise_for_refusal,
    read_hidden,
    read_receipt,
)
from deploy.replay.samples import Story

_CHANNELS = frozenset({"letter", "opinion_box"})
_PART_OF_THE_FIRST = {"reason": "of_a_case", "note": "与第1件为同一投诉"}
_OPENED = re.compile(r"/openings/[0-9a-f]+$")


def is_opened(story: Story) -> bool:
    """Whether the two who opened it are such as the office lets open: who takes in complaints or supervises."""
    return story.channel in _CHANNELS and set(story.raw.get("opened_by") or [""]) <= openers()


def arrive_opened(office: Office, story: Story, submission_id: str) -> Receipt:
    """The first opener registers it, with its scan. What else the story says lay there is no complaint of its own; it is
    scanned in one go with the first, whose pages go into its case with the registration.
    """
    fields = registration_fields(story)
    first, second = (office.session(fields[name]) for name in ("opened_by_first", "opened_by_second"))
    place = _begin(first, story, fields["opened_by_second"])
    _send(second, place, f"{place}/confirm", {})
    scans = [] if is_scanned_together(story) else [scan_of(story)]
    if not scans:
        scan_together(first, place, story)
    for no in range(2, _count(story) + 1):
        _send(first, place, f"{place}/found/{no}/note", _PART_OF_THE_FIRST)
    form = f"{place}/found/1/complaint"
    token = read_hidden(get_page(first, form), "csrf_token")
    sent = as_sent([*files_of(story), *scans])
    told = {**fields, "submission_id": submission_id, "csrf_token": token}
    return read_receipt(first.post(form, data=told, files=sent, follow_redirects=True))


def scan_of(story: Story) -> SentFile:
    """The scan that the story names, where it lies beside the stories; else a page that was written on."""
    if (named := story.read_file(story.raw.get("scan"))) is not None:
        name = PurePath(str(story.raw["scan"])).name
        return SentFile(name, named, "image/png" if name.endswith(".png") else "application/pdf")
    return SentFile(f"{story.id}.pdf", draw_scan(story), "application/pdf")


def _begin(first: httpx.Client, story: Story, second: str) -> str:
    told = {
        "channel": story.channel,
        "place": str(story.raw.get("box") or "当日来信"),
        "opened_at": story.received_at.strftime("%Y-%m-%dT%H:%M"),
        "found": str(_count(story)),
        "second_opener": second,
        "submission_id": uuid4().hex,
    }
    opened = _send(first, "/openings/new", "/openings", told)
    if not _OPENED.search(opened):
        raise StepRefused(f"no opening was begun: {opened}")
    return opened


def _count(story: Story) -> int:
    return int(story.raw.get("pieces") or 1)


def _send(person: httpx.Client, page: str, place: str, fields: dict[str, str]) -> str:
    """Send a form of the page; the address that is shown afterwards."""
    token = read_hidden(get_page(person, page), "csrf_token")
    answer = person.post(place, data={**fields, "csrf_token": token}, follow_redirects=True)
    raise_for_refusal(answer)
    return str(answer.url.path)
