"""The hall of a story: what its complainant takes at the counter is handed over against an identity check and his signature.

Whoever gave an answer does not hand it over himself: a clerk at the window does, of a file that is not his a supervisor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from deploy.replay.cases import LivedCase
from deploy.replay.office import READER, Office
from deploy.replay.organisation import intake_clerks
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step

_TAKEN = re.compile("当面送达|告知书[^，。；]{0,4}签收")
_OFFERED = re.compile(r'name="documents" value="([^"]+)"')
# Marked as kept there until it is fetched.
_KEPT = re.compile(r'name="documents" value="([^"]+)"[^<]*<label[^<]*<span class="tag')
IN_PERSON = "in_person"


class Taken(StrEnum):
    """What of a case is handed over: what answers and is kept for it, the answer however it was to go, or letters, as the page of
    the hall calls them.
    """

    KEPT = "kept"
    ANSWER = "answer"
    LETTERS = "letter"


def is_taken_in_hall(step: Step) -> bool:
    """Whether the story tells that the complainant got it in his hands, or signed for it there."""
    return bool(_TAKEN.search(step.note))


def is_kept_in_hall(answers: Mapping[str, Any]) -> bool:
    """Whether the form that was sent tells somebody in person: it counts once the hall has his signature."""
    return IN_PERSON in (answers.get("ways") or ())


def hand_over(office: Office, case: LivedCase, person: str, taken: Taken) -> None:
    """All of this kind that the hall may hand over, after `person` answered or wrote; nothing where there is none."""
    for clerk in _clerks(person, taken):
        try:
            documents = _list_documents(office, case, clerk, taken)
        except StepRefused:
            continue
        if documents:
            _hand_over(office, case, clerk, documents)
        return


def _clerks(person: str, taken: Taken) -> Iterable[str]:
    """Letters whoever wrote them; what answers somebody else."""
    others = [clerk for clerk in (*sorted(intake_clerks()), READER) if clerk != person]
    return [person, *others] if taken is Taken.LETTERS else others


def _hand_over(office: Office, case: LivedCase, clerk: str, documents: list[str]) -> None:
    told = {"documents": documents, "shown": "id_card", "is_slip_signed": "true"}
    try:
        office.send_form(clerk, _place_of(case), told)
    except StepRefused:
        # Sent again because no answer came: it is on record, and nothing of it is left to hand over.
        if set(documents).intersection(_OFFERED.findall(office.read_page(clerk, _place_of(case)))):
            raise


def _list_documents(office: Office, case: LivedCase, person: str, taken: Taken) -> list[str]:
    page = office.read_page(person, _place_of(case))
    if taken is Taken.KEPT:
        return _KEPT.findall(page)
    return [known for known in _OFFERED.findall(page) if known.startswith(f"{taken.value}-")]


def _place_of(case: LivedCase) -> str:
    return f"/cases/{case.complaint_id}/hall"
