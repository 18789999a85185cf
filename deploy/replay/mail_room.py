"""The mail room of a story: letters that were left to it are posted with a number on the day that the story tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from deploy.replay.cases import LivedCase
from deploy.replay.office import READER, Office
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step
from services.answer.visit_tries import POSTED

# A row of the list that waits for its number, by what it is called there.
_WAITS = re.compile(r'name="(number-[0-9a-f]+)"[^>]*aria-label="[^"]*(?:答复书|复查意见书|回访函)')


def is_left_to_post(answers: Mapping[str, Any]) -> bool:
    """Whether something goes by letter and whoever sent the form told no number."""
    ways = answers.get("ways") or ([answers.get("way")] if answers.get("reached") == "sent" else [])
    return bool(POSTED.intersection(ways)) and not answers.get("mail_no")


def post_letters(office: Office, case: LivedCase, step: Step, person: str) -> None:
    """Hand them over, as whoever may: the person of the step, who accepted the case, a supervisor."""
    accept = case.accept_before(step)
    for clerk in _people(person, accept.actor if accept is not None else None):
        try:
            page = office.read_page(clerk, f"/post?q={quote(case.number)}")
        except StepRefused:
            continue
        if fields := _WAITS.findall(page):
            office.post_letters(clerk, case.number, fields)
            return


def _people(*logins: str | None) -> Iterable[str]:
    return dict.fromkeys(login for login in (*logins, READER) if login is not None)
