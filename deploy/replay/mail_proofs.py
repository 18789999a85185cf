"""What the post brings back: once a day somebody of the mail room enters the proof of what has arrived meanwhile.

A letter is there on the day after its posting, and the slip that its receiver signed comes back on the next. What becomes
of a letter whose number a story tells is told by that story.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from deploy.replay.office import READER, Office
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Story

MAIL_CLERK = "jian.dengji"
LIST = "/post?group=out"
PROOF = "邮局投递签收单：本人签收"
_ON_THE_WAY, _SLIP_BACK = timedelta(days=1), timedelta(days=2)
_TELLS = frozenset({"answer_delivered", "answer_returned"})
_MOST_PAGES = 20
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_FORM = re.compile(
    r'action="/post/([0-9a-f]+)\?[^>]*>.*?name="fate" value="arrived"><input[^>]*name="version" value="(\d+)"',
    re.DOTALL,
)
# Its state, its number where it has one, and when it was posted.
_POSTED = re.compile(
    r'class="tag[^>]*>[^<]*</span> (?:<span class="number">([A-Z0-9]+)</span> )?'
    r'<span class="meta">[^<]*?(\d{4}-\d{2}-\d{2})'
)


@dataclass(frozen=True, slots=True)
class _Out:
    """A letter that is out, as the list of the post tells of it."""

    delivery_id: str
    version: str
    mail_no: str
    posted_on: date


def list_told(stories: Iterable[Story]) -> frozenset[str]:
    """The numbers of the letters of which a story tells what became."""
    steps = (step for story in stories for step in story.steps if step.action in _TELLS)
    return frozenset(str(step.data.get("mail_no")) for step in steps)


def enter_proofs(office: Office, today: date, told: Collection[str]) -> int:
    """How many proofs were entered today; by the clerk of the mail room, of a file that is not his by a supervisor."""
    if not office.has_mail_out:
        return 0
    out = _list_out(office, READER)
    office.has_mail_out = bool(out)
    if not _pick(out, today, told):
        return 0
    entered = 0
    for clerk in (MAIL_CLERK, READER):
        for letter in _pick(_list_out(office, clerk), today, told):
            _enter(office, clerk, letter)
            entered += 1
    return entered


def _pick(out: Iterable[_Out], today: date, told: Collection[str]) -> list[_Out]:
    """Those whose slip is back, and of which no story tells."""
    return [one for one in out if one.posted_on + _SLIP_BACK <= today and one.mail_no not in told]


def _enter(office: Office, clerk: str, letter: _Out) -> None:
    day = letter.posted_on + _ON_THE_WAY
    fields = {"fate": "arrived", "version": letter.version, "day": day.isoformat(), "text": PROOF}
    try:
        office.send_form(clerk, f"/post/{letter.delivery_id}", fields, LIST)
    except StepRefused:
        # Sent again because no answer came: it is on record, and stands there no more.
        if letter.delivery_id in {one.delivery_id for one in _list_out(office, clerk)}:
            raise


def _list_out(office: Office, clerk: str) -> list[_Out]:
    """Of every page of the list, before anything is entered: what has arrived stands there no more."""
    found: list[_Out] = []
    for number in range(1, _MOST_PAGES + 1):
        page = office.read_page(clerk, f"{LIST}&page={number}")
        found += _read(page)
        if 'rel="next"' not in page:
            break
    return found


def _read(page: str) -> Iterator[_Out]:
    for row in _ROW.findall(page):
        form, posted = _FORM.search(row), _POSTED.search(row)
        if form and posted:
            yield _Out(form[1], form[2], posted[1] or "", date.fromisoformat(posted[2]))
