"""The mail room of a story: what waits on the list of the post is posted with a number on the day that the story tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from deploy.replay.cases import LivedCase
from deploy.replay.intake_door import wished_way
from deploy.replay.office import READER, Office
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step
from services.answer.visit_tries import POSTED

# A row of the list that waits for its number, with what it is called there.
_WAITS = re.compile(r'name="(number-[0-9a-f]+)"[^>]*aria-label="([^"]*)"')
# What the story tells the number of, beside the answers: it is typed with them.
_NUMBERED = {"request_supplement": "补正告知书"}


def is_left_to_post(answers: Mapping[str, Any]) -> bool:
    """Whether something goes by letter and whoever sent the form told no number."""
    ways = answers.get("ways") or ([answers.get("way")] if answers.get("reached") == "sent" else [])
    return bool(POSTED.intersection(ways)) and not answers.get("mail_no")


def is_served_by_post(case: LivedCase) -> bool:
    """Whether receipt and notices go by letter too, as the complainant wished."""
    return any(word in wished_way(case.story) for word in ("信函", "书面", "挂号", "letter"))


def post_letters(office: Office, case: LivedCase, step: Step | None, person: str) -> int:
    """Hand them over, as whoever may: the person of the step, who accepted the case, a supervisor. How many."""
    accept = case.accept_before(step) if step is not None else None
    for clerk in _people(person, accept.actor if accept is not None else None):
        try:
            page = office.read_page(clerk, f"/post?q={quote(case.number)}")
        except StepRefused:
            continue
        if waiting := _WAITS.findall(page):
            office.post_letters(
                clerk, case.number, {field: _number_of(label, step) for field, label in waiting}
            )
            return len(waiting)
    return 0


def _number_of(label: str, step: Step | None) -> str:
    """The one that the story tells; empty where the post gives the next."""
    title = _NUMBERED.get(step.action) if step is not None else None
    return str(step.data.get("mail_no", "")) if step is not None and title and title in label else ""


def _people(*logins: str | None) -> Iterable[str]:
    return dict.fromkeys(login for login in (*logins, READER) if login is not None)
