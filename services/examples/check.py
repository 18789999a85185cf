"""What in the words of an example may tell of whom it is, part by part, and which of it a person has said may stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.example_codes import MAY_BE_CONFIRMED, ExamplePart, MarkKind
from models.office.centre import Centre
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.examples.eligible import is_rare
from services.examples.file_words import list_file_words
from services.identity.find_marks import CaseWords, find_marks, find_others, sort_marks
from services.identity.folded_words import BORDER, fold
from services.unit_of_work import Unit

_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PartMark:
    """From and to within the words of a part. `key` stands for the same words under the same suspicion in any version."""

    part: ExamplePart
    begins: int
    ends: int
    kind: MarkKind
    words: str

    @property
    def key(self) -> str:
        """Of the part, the kind and the words."""
        told = f"{self.part}|{self.kind}|{self.words}"
        return hashlib.sha256(told.encode()).hexdigest()[:_KEY_LENGTH]

    @property
    def may_be_confirmed(self) -> bool:
        """Whether it may stand with a reason."""
        return self.kind in MAY_BE_CONFIRMED


def check_words(
    parts: Mapping[str, str], complaint: Complaint, unit: Unit, *, is_for_decision: bool
) -> list[PartMark]:
    """Every mark in the order of the parts. All parts are looked through at once; nothing is found across two of them.

    `is_for_decision`: for somebody who decides about what another wrote; names of other complainants are marked for him alone.
    """
    told = [parts.get(part, "") for part in ExamplePart]
    whole = BORDER.join(told)
    marks = find_marks(whole, complaint.id, read_case_words(whole, complaint, unit), unit)
    if is_for_decision:
        marks = sort_marks([*marks, *find_others(whole, unit)])
    found, begins = [], 0
    for part, words in zip(ExamplePart, told, strict=True):
        ends = begins + len(words)
        for mark in marks:
            if begins <= mark.begins < ends:
                at, to = mark.begins - begins, min(mark.ends, ends) - begins
                found.append(PartMark(part, at, to, mark.kind, words[at:to]))
        begins = ends + len(BORDER)
    return found


def list_unsettled(marks: Iterable[PartMark], confirmed: Mapping[str, str]) -> list[PartMark]:
    """Those that have to go, or to be confirmed with a reason."""
    return [mark for mark in marks if not (mark.may_be_confirmed and confirmed.get(mark.key))]


def read_case_words(whole: str, complaint: Complaint, unit: Unit) -> CaseWords:
    """What an example of this case with these words may not repeat; of items those alone are counted that are named."""
    session, folded = unit.session, fold(whole).text
    items = session.execute(select(ServiceItem.code, ServiceItem.name)).all()
    rare = tuple(name for code, name in items if fold(name).text in folded and is_rare(code, unit))
    places = [
        *session.scalars(select(OrganisationUnit.name)),
        *session.scalars(select(ServiceWindow.code)),
        *session.scalars(select(Centre.name)),
    ]
    return CaseWords(
        texts=list_file_words(complaint.id, unit),
        people=tuple(session.scalars(select(Staff.name))),
        places=tuple({part for name in places for part in (name, name.partition("（")[0])}),
        rare_items=rare,
        numbers=(complaint.number,),
    )
