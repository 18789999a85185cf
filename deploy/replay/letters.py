"""The letters of a story: after each step somebody who works on its case freezes what the page of letters proposes.

No story tells them, so the words are those that the office proposes. What goes out with another letter for signature
(送达回证) is frozen where the answer leaves on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from deploy.replay.cases import LivedCase
from deploy.replay.intake_door import registering_clerk
from deploy.replay.judging.judged import Difference
from deploy.replay.office import READER, Office
from deploy.replay.page_reading import StepRefused, get_page
from deploy.replay.samples import Step
from services.casefile.frozen_answer import LETTER_KINDS

SLIP = "delivery_slip"
_ANSWERS = frozenset(LETTER_KINDS.values())
# An answer that somebody signs for.
_ON_PAPER = frozenset({"letter", "registered_letter", "in_person"})
_PROPOSED = re.compile(r'href="(/cases/[0-9a-f]+/letters/([a-z_]+)/[^"/]+)" aria-label="([^"]*)"')


def freeze_letters(office: Office, case: LivedCase, step: Step | None) -> int:
    """How many were frozen; none of a step after which nobody who works on the case may write any."""
    # One look of who reads nearly every file spares those of all who might write.
    seen = _list_proposed(office, case, READER)
    if seen is not None:
        return _freeze([place for place, _ in seen], office, _writers(case, step))
    for person in _writers(case, step):
        places = [place for place, _ in _list_proposed(office, case, person) or ()]
        for place in places:
            office.freeze_letter(person, place)
        if places:
            return len(places)
    return 0


def freeze_answers(office: Office, case: LivedCase, step: Step) -> None:
    """What answers, before its paper leaves within the step."""
    writers = tuple(_writers(case, step))
    seen = (_list_proposed(office, case, person) for person in dict.fromkeys([READER, *writers]))
    places = [place for place, _ in next((known for known in seen if known is not None), [])]
    _freeze([place for place in places if place.split("/")[4] in _ANSWERS], office, writers)


def _freeze(places: Sequence[str], office: Office, writers: Iterable[str]) -> int:
    """Each by the first who may; StepRefused where nobody may freeze one of them."""
    left, refused = list(places), None
    for person in writers if places else ():
        for place in tuple(left):
            try:
                office.freeze_letter(person, place)
                left.remove(place)
            except StepRefused as refusal:
                refused = refusal
        if not left:
            return len(places)
    if refused is not None:
        raise refused
    return 0


def list_unwritten(case: LivedCase, office: Office) -> list[Difference]:
    """A difference where letters are proposed that nobody has frozen."""
    left = [label for _, label in _list_proposed(office, case, READER) or ()]
    return [Difference(case.story.id, "letters", "frozen", left)] if left else []


def _writers(case: LivedCase, step: Step | None) -> Iterator[str]:
    """Who might, the likeliest first."""
    handler = case.handler_before(step) if step is not None else None
    # A closed file is its supervisor's, who also signs what he orders himself.
    known = [handler, step.actor if step is not None else None, registering_clerk(case.story), READER]
    yield from dict.fromkeys(login for login in known if login and "." in login)


def _list_proposed(office: Office, case: LivedCase, person: str) -> list[tuple[str, str]] | None:
    """Place and name of each; None for whom the file is not."""
    page = get_page(office.session(person), f"/cases/{case.complaint_id}/letters")
    if page.is_error:
        return None
    return [
        (place, label)
        for place, kind, label in _PROPOSED.findall(page.text)
        if kind != SLIP or _leaves_on_paper(case, label)
    ]


def _leaves_on_paper(case: LivedCase, label: str) -> bool:
    ways = {way for step in case.story.steps for way in step.data.get("ways", ())}
    return "答复书" in label and bool(ways & _ON_PAPER)
